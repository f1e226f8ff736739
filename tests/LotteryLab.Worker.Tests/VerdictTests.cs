using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Tests;

namespace LotteryLab.Worker.Tests;

public sealed class VerdictTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Results_OfAFinishedExperiment_SayWhatEverySurfaceSays()
    {
        var id = JudgedExperiment.Write(new Laboratory(fixture.Laboratory), fixture.InRoot("aside"));
        var (code, text, error) = await fixture.CallAsync("results", id, "--lab", fixture.Laboratory);
        Assert.True(code == 0, text + error);
        Assert.Contains(JudgedExperiment.Summary, text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(JudgedExperiment.Missing, text, StringComparison.Ordinal);
        Assert.Contains("Rule: a ticket matches", text, StringComparison.Ordinal);

        var (_, json, _) = await fixture.CallAsync("results", id, "--lab", fixture.Laboratory, "--json");
        var sentences = JsonNode.Parse(json)!["verdict"]!["sentences"]!.AsArray().Select(sentence => (string)sentence!);
        Assert.StartsWith(JudgedExperiment.Summary + " " + JudgedExperiment.Missing, string.Join(' ', sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_AtAnotherTolerance_JudgeByIt()
    {
        var id = JudgedExperiment.Write(new Laboratory(fixture.Laboratory), fixture.InRoot("aside"));
        var (_, text, _) = await fixture.CallAsync("results", id, "--lab", fixture.Laboratory, "--tolerance", "5");
        Assert.Contains("down to 25% of weights, round 2", text, StringComparison.Ordinal);
        Assert.Contains("minus 5.00 pp", text, StringComparison.Ordinal);
    }
}
