using Microsoft.Playwright;

namespace LotteryLab.Browser.Tests;

/// <summary>A layer of 16 million weights: its pixels come from a worker, and they are the right ones far away and near.</summary>
[Collection("browser")]
[Trait("kind", "browser")]
public sealed class MaskTests(BrowserFixture browser)
{
    private const int Size = 4096;

    // A chessboard of 64 by 64 weights, whose first (pruned) field keeps one single weight.
    private const string Show = """
        async size => {
          const { MaskView } = await import("/js/masks/maskView.js");
          const bits = new Uint8Array((size * size) / 8);
          for (let row = 0; row < size; row++) {
            for (let byte = 0; byte < size / 8; byte++) {
              bits[(row * size) / 8 + byte] = ((row >> 6) + (byte >> 3)) & 1 ? 255 : 0;
            }
          }

          bits[(5 * size) / 8 + 1] = 2;
          const place = Object.assign(document.createElement("div"), { id: "large-mask" });
          document.querySelector("main").prepend(place);
          window.largeMask = new MaskView(place);
          window.largeMask.show({ name: "fc.weight", shape: [size, size], bits });
        }
        """;

    // Whether the pixel in the middle of a weight has the colour of a kept one.
    private const string IsKept = """
        ([row, column]) => {
          const view = window.largeMask;
          const context = view.canvas.getContext("2d");
          const at = context.getImageData(Math.floor((column + 0.5 - view.left) * view.scale), Math.floor((row + 0.5 - view.top) * view.scale), 1, 1).data;
          const [pruned, kept] = view.colours();
          const near = colour => Math.max(...colour.map((channel, index) => Math.abs(channel - at[index]))) <= 2;
          return near(kept) ? "kept" : near(pruned) ? "pruned" : `mixed ${at.join()}`;
        }
        """;

    [Fact]
    public async Task LargeMask_FarAndNear_IsPaintedByAWorkerAndRight()
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/methods");
        await page.WaitForSelectorAsync("html[data-ready]");
        await page.EvaluateAsync(Show, Size);
        await page.WaitForSelectorAsync("#large-mask canvas[data-painted=shares]");
        Assert.Equal("worker", await page.Locator("#large-mask canvas").GetAttributeAsync("data-painter"));
        Assert.Contains(page.Workers, worker => worker.Url.EndsWith("/js/masks/maskWorker.js", StringComparison.Ordinal));
        foreach (var (row, column) in new[] { (32, 32), (32, 96), (96, 32), (96, 96), (2016, 2080), (2080, 2080), (4064, 4064), (4064, 4000) })
        {
            Assert.Equal((((row >> 6) + (column >> 6)) & 1) == 1 ? "kept" : "pruned", await page.EvaluateAsync<string>(IsKept, new[] { row, column }));
        }

        // By keyboard: the cursor goes to the single weight, and the view comes near.
        await page.Locator("#large-mask canvas").FocusAsync();
        for (var i = 0; i < 9; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }

        for (var i = 0; i < 5; i++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await Assertions.Expect(page.Locator("#large-mask .mask-readout")).ToContainTextAsync("out 5, in 9: kept");
        for (var i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("+");
        }

        await page.WaitForSelectorAsync("#large-mask canvas[data-painted=weights]");
        await page.WaitForFunctionAsync("() => window.largeMask.view?.scale === window.largeMask.scale && window.largeMask.scale > 4");
        Assert.Equal("kept", await page.EvaluateAsync<string>(IsKept, new[] { 5, 9 }));
        foreach (var (row, column) in new[] { (5, 6), (5, 12), (2, 9), (8, 9) })
        {
            Assert.Equal("pruned", await page.EvaluateAsync<string>(IsKept, new[] { row, column }));
        }

        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("single", 37, 1003, 1, 1)]
    [InlineData("pruned", 37, 1003, 1, 1)]
    [InlineData("overlap", 10, 258, 1, 1)]
    [InlineData("pruned", 6, 150, 3, 3)]
    public async Task Pyramid_OfAnyLayer_CountsWhatEachWeightSays(string mode, params int[] shape)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync("/methods");
        var wrong = await page.EvaluateAsync<int>(
            """
            async ([mode, ...shape]) => {
              const { gridOf, indexAt, stateOf } = await import("/js/masks/bits.js");
              const { pyramid } = await import("/js/masks/pyramid.js");
              const grid = gridOf(shape.map(Number));
              const bytes = Math.ceil((grid.rows * grid.columns) / 8);
              const noise = seed => Uint8Array.from({ length: bytes }, (_, i) => Math.imul(i + seed, 2654435761) >>> 24);
              const bits = noise(1);
              const other = mode === "single" ? null : noise(9);
              const [level] = pyramid(grid, bits, other, mode);
              const expected = level.planes.map(plane => new Array(plane.length).fill(0));
              for (let row = 0; row < grid.rows; row++) {
                for (let column = 0; column < grid.columns; column++) {
                  const state = stateOf(bits, other, mode, indexAt(grid, row, column));
                  if (state > 0) { expected[state - 1][(row >> 2) * level.columns + (column >> 2)]++; }
                }
              }

              return expected.flatMap((plane, state) => plane.filter((count, block) => count !== level.planes[state][block])).length;
            }
            """,
            new[] { mode }.Concat(shape.Select(side => side.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray());
        Assert.Equal(0, wrong);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task SmallMask_Always_IsPaintedInThePage()
    {
        var id = await browser.FinishedAsync();
        var page = await browser.OpenAsync();
        await page.GotoAsync($"/experiments/{id}/r/1/rounds/2");
        await page.WaitForSelectorAsync(".mask-canvas[data-painted]");
        Assert.Equal("page", await page.Locator(".mask-canvas").GetAttributeAsync("data-painter"));
        Assert.Empty(page.Workers);
        await page.Context.CloseAsync();
    }
}
