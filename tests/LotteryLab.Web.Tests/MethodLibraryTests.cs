using System.Net;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Library;

namespace LotteryLab.Web.Tests;

public sealed class MethodLibraryTests
{
    private static readonly string[] Headings = ["The idea", "The picture", "The formula", "Step by step", "What it needs", "Known failures", "Options", "Try it", "Results on this server"];

    public static TheoryData<string> Names => [.. ComponentCatalog.Default.Of<IPruningMethod>().Select(method => method.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Picture_OfEveryMethod_IsKnownAndMoves(string name)
    {
        var page = MethodPage.Of(ComponentCatalog.Default.Find<IPruningMethod>(name))!;
        var frames = MethodPicture.Of(page.PictureKind);
        Assert.True(frames.Count >= 4, $"'{page.PictureKind}' of {name} is no kind of picture.");
        Assert.All(frames, frame => Assert.Equal(PictureFrame.Side * PictureFrame.Side, frame.Cells.Count));
        Assert.Equal(frames.Count, frames.Select(frame => string.Join(' ', frame.Cells)).Distinct().Count());
        Assert.All(frames.SelectMany(frame => frame.Cells), cell => Assert.InRange(cell.Value, -1, 1));
    }

    [Fact]
    public void Picture_OfScores_CutsTheLowest()
    {
        var frames = MethodPicture.Of("scores gradient");
        Assert.Equal([36, 36, 27, 18, 11, 4], frames.Select(frame => frame.Kept));
        var scores = frames[1].Cells.Select(cell => cell.Value).ToList();
        var cut = Enumerable.Range(0, 36).Where(cell => frames[^1].Cells[cell].State != CellState.Kept).Max(cell => scores[cell]);
        Assert.All(Enumerable.Range(0, 36).Where(cell => frames[^1].Cells[cell].State == CellState.Kept), cell => Assert.True(scores[cell] >= cut));
    }

    [Theory]
    [InlineData("moves random", 12)]
    [InlineData("moves gradient", 12)]
    [InlineData("fixed", 12)]
    [InlineData("pattern", 18)]
    public void Picture_OfSparseTraining_KeepsItsNumberOfWeights(string kind, int expected) =>
        Assert.All(MethodPicture.Of(kind).Skip(1), frame => Assert.Equal(expected, frame.Kept));

    [Fact]
    public void Picture_OfFreezing_NeverBringsAWeightBack()
    {
        var frames = MethodPicture.Of("learned freezing");
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.All(Enumerable.Range(0, 36), cell => Assert.False(pair.First.Cells[cell].State != CellState.Kept && pair.Second.Cells[cell].State == CellState.Kept)));
    }

    [Fact]
    public void Html_OfATextWithMarkup_StaysText()
    {
        var page = MethodPage.Parse("## What it does\n\nIt <script>alert(1)</script> *cuts*.\n\n## The picture\n\n`flow` See.\n");
        var html = page.Html(MethodPage.Idea).Value;
        Assert.Contains("&lt;script&gt;", html);
        Assert.Contains("<em>cuts</em>", html);
        Assert.Equal(("flow", "See."), (page.PictureKind, page.PictureText));
        Assert.Empty(MethodPicture.Of("no such kind"));
    }

    [Fact]
    public async Task Pages_OfAllMethods_HaveEverySectionAndAPresetThatExists()
    {
        using var app = new WebAppFixture();
        using var client = app.CreateClient();
        foreach (var entry in ComponentCatalog.Default.Entries(typeof(IPruningMethod)))
        {
            var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/methods/{entry.Name}", TestContext.Current.CancellationToken));
            Assert.All(Headings, heading => Assert.True(text.Contains($">{heading}</h2>", StringComparison.Ordinal), $"{entry.Name} lacks {heading}"));
            if (PresetsOf.Method(entry.Name) is { } preset)
            {
                Assert.Contains($"/new?preset={preset.Id}\"", text);
            }
        }
    }

    [Theory]
    [InlineData("imp")]
    [InlineData("rigl")]
    [InlineData("snip")]
    public void Preset_OfAMethod_RunsIt(string name) =>
        Assert.Contains($"\"{name}\"", Engine.Specs.SpecWriter.ToNode(PresetsOf.Method(name)!.Spec)["method"]!.ToJsonString());
}
