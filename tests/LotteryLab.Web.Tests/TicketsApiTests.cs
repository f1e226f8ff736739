using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets.Images;
using LotteryLab.Engine.Masks;
using LotteryLab.Web.Tickets;

namespace LotteryLab.Web.Tests;

public sealed class TicketsApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mask_AsBits_IsPackedAndCachedForEver()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        using var answer = await client.GetAsync($"/api/tickets/{ticket}/masks/fc.weight", Cancellation);
        Assert.Equal([0b11111, 0], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Contains(answer.Headers.CacheControl!.Extensions, extension => extension.Name == "immutable");
        using var second = new HttpRequestMessage(HttpMethod.Get, $"/api/tickets/{ticket}/masks/fc.weight") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await client.SendAsync(second, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var absent = await client.GetAsync($"/api/tickets/{ticket}/masks/none", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task Mask_AsAPicture_IsAPng()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        var bytes = await client.GetByteArrayAsync($"/api/tickets/{ticket[..16]}/masks/fc.weight.png", Cancellation);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
    }

    [Fact]
    public async Task Ticket_Always_HasLayersStatisticsLineageAndFiles()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        var detail = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}", Cancellation))!;
        Assert.Equal(5, (long?)Assert.Single(detail["layers"]!.AsArray())!["kept"]);
        Assert.Equal(3, detail["lineage"]!.AsArray().Count);
        var layer = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}/layers/fc.weight", Cancellation))!;
        Assert.Equal([4, 1, 0], layer["keptOfOutput"]!.AsArray().Select(value => (int)value!));
        Assert.Equal([2, 1, 1, 1], layer["keptOfInput"]!.AsArray().Select(value => (int)value!));
        Assert.Equal(-4, (double?)layer["start"]!["mean"]);
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/tickets/{ticket}/export?format=npz", Cancellation));
        using var unknown = await client.GetAsync($"/api/tickets/{ticket}/export?format=exe", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        var overlap = (await client.GetFromJsonAsync<JsonArray>($"/api/tickets/{ticket}/overlap/{ticket}", Cancellation))!;
        Assert.Equal(1, (double?)overlap[0]!["intersectionOverUnion"]);
    }

    [Fact]
    public async Task Ticket_WhoseWeightsCannotBeRead_StillHasShapesAndMasks()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        foreach (var state in Directory.EnumerateFiles(app.Laboratory.Root, ArtifactFiles.State, SearchOption.AllDirectories).ToList())
        {
            // Whoever opened a large file for a shape would fail here.
            File.Delete(state);
        }

        var detail = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}", Cancellation))!;
        Assert.Equal("[3,4]", detail["layers"]![0]!["shape"]!.ToJsonString());
        using var mask = await client.GetAsync($"/api/tickets/{ticket}/masks/fc.weight", Cancellation);
        Assert.Equal("3,4", Assert.Single(mask.Headers.GetValues("X-Mask-Shape")));
    }

    [Fact]
    public async Task Ticket_WhoseArtifactsAreOlderThanShapes_ReadsThemFromTheWeights()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (_, ticket) = await app.AddFinishedAsync(Cancellation);
        foreach (var path in Directory.EnumerateFiles(app.Laboratory.Root, ArtifactManifest.FileName, SearchOption.AllDirectories).ToList())
        {
            var manifest = JsonNode.Parse(await File.ReadAllTextAsync(path, Cancellation))!;
            manifest["files"]!.AsObject().ToList().ForEach(file => file.Value!.AsObject().Remove("shapes"));
            await File.WriteAllTextAsync(path, manifest.ToJsonString(), Cancellation);
        }

        var detail = (await client.GetFromJsonAsync<JsonObject>($"/api/tickets/{ticket}", Cancellation))!;
        Assert.Equal("[3,4]", detail["layers"]![0]!["shape"]!.ToJsonString());
    }

    [Theory]
    [InlineData(4, 7, 13)]
    [InlineData(5, 200, 130)]
    [InlineData(256, 3, 300)]
    [InlineData(3, 5, 3, 3, 2)]
    [InlineData(4, 6, 2, 5, 5)]
    public void GridAndCounts_OfAnyShape_AreThoseOfLookingAtEachWeight(int size, params int[] shape)
    {
        var count = shape.Aggregate(1L, (product, side) => product * side);
        var plane = new MaskPlane(BitMask.From(count, index => (index * 2654435761L % 1009) < 120), [.. shape.Select(side => (long)side)]);
        var (shares, rows, columns) = plane.Grid(size);
        var (kept, all) = (new long[rows * columns], new long[rows * columns]);
        var (outputs, inputs) = (new int[shape[0]], new int[shape[1]]);
        for (var row = 0; row < plane.Rows; row++)
        {
            for (var column = 0; column < plane.Columns; column++)
            {
                var cell = (row * rows / plane.Rows * columns) + (column * columns / plane.Columns);
                all[cell]++;
                if (plane[row, column])
                {
                    kept[cell]++;
                    outputs[row / (plane.Rows / shape[0])]++;
                    inputs[column / (plane.Columns / shape[1])]++;
                }
            }
        }

        Assert.Equal(kept.Zip(all, (part, whole) => (byte)(part > 0 ? Math.Max(1, 255 * part / whole) : 0)), shares);
        Assert.Equal(outputs, plane.Counts().Outputs);
        Assert.Equal(inputs, plane.Counts().Inputs);
    }

    [Fact]
    public void Histogram_OfAMask_CountsKeptFiniteValuesOnly()
    {
        var values = Enumerable.Range(0, 200).Select(index => (float)index).ToArray();
        values[100] = float.NaN;
        var found = Histogram.Of(values, BitMask.From(200, index => index >= 90 && index < 110))!;
        Assert.Equal((90, 109), (found.From, found.To));
        Assert.Equal(19, found.Counts.Sum());
        Assert.Equal((Enumerable.Range(90, 20).Sum() - 100) / 19.0, found.Mean, 1e-9);
        Assert.Null(Histogram.Of(values, BitMask.From(200, _ => false)));
    }

    [Fact]
    public void Plane_OfAConvolution_LaysKernelsOutAsTiles()
    {
        // Two outputs, one input, 2 x 2 kernels: only the lower left corner of the second kernel is kept.
        var plane = new MaskPlane(BitMask.From(8, index => index == 6), [2, 1, 2, 2]);
        Assert.Equal((4, 2), (plane.Rows, plane.Columns));
        Assert.True(plane[3, 0]);
        Assert.Equal([0, 1], plane.Counts().Outputs);
    }

    [Fact]
    public void Grid_SmallerThanTheMask_AveragesAreas()
    {
        var (shares, rows, columns) = new MaskPlane(BitMask.From(16, index => index < 2), [4, 4]).Grid(2);
        Assert.Equal((2, 2), (rows, columns));
        Assert.Equal([127, 0, 0, 0], shares);
    }

    [Fact]
    public void Png_OfGreyPixels_IsReadBackByTheStrictDecoder()
    {
        byte[] pixels = [0, 50, 100, 150, 200, 255];
        var image = PngDecoder.Decode(PngEncoder.Grey(pixels, 3, 2), "test");
        Assert.Equal((3, 2), (image.Width, image.Height));
        Assert.Equal(pixels, image.Samples);
    }
}
