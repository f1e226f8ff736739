using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Worker.Tests;

public sealed class ExperimentVerbTests : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task ExportThenImport_GivesTheSameNumbersAndTheSameFileAgain()
    {
        await fixture.RunAsync();
        var (file, id) = await TravelAsync();
        var (_, here, _) = await fixture.CallAsync("results", fixture.SpecFile, "--csv", "--lab", fixture.Laboratory);
        var (code, there, error) = await fixture.CallAsync("results", id, "--csv", "--lab", fixture.InRoot("other"));
        Assert.True(code == 0, error);
        Assert.Equal(here, there);
        var (_, table, _) = await fixture.CallAsync("results", id, "--lab", fixture.InRoot("other"));
        Assert.Contains("not computed here", table, StringComparison.Ordinal);

        var again = fixture.InRoot("again.zip");
        await fixture.CallAsync("experiment", "export", id, "--lab", fixture.InRoot("other"), "--out", again);
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), await File.ReadAllBytesAsync(again, Cancellation));
        var (_, second, _) = await fixture.CallAsync("experiment", "import", again, "--lab", fixture.InRoot("other"));
        Assert.Contains("Was imported before", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NeverStandsInForResultsOfThisLaboratory()
    {
        await fixture.RunAsync();
        var (_, id) = await TravelAsync();
        var home = new Laboratory(fixture.Laboratory).Store.Keys().ToHashSet();
        var other = new Laboratory(fixture.InRoot("other")).Store.Keys().ToList();
        Assert.Equal(home.Count, other.Count);
        Assert.DoesNotContain(other, home.Contains);

        // What was imported is whole, stays when garbage is collected, and cannot be run.
        var (verified, _, problem) = await fixture.CallAsync("verify", $"{id}:r1/ticket/round2", "--lab", fixture.InRoot("other"));
        Assert.True(verified == 0, problem);
        var (_, garbage, _) = await fixture.CallAsync("gc", "--lab", fixture.InRoot("other"));
        Assert.Contains("Deleted 0 artifacts", garbage, StringComparison.Ordinal);
        var (resumed, _, _) = await fixture.CallAsync("resume", id, "--lab", fixture.InRoot("other"));
        Assert.Equal(ExitCode.BadInput, resumed);

        // The same spec is computed anew, and every step of it.
        var (code, _, error) = await fixture.CallAsync("run", fixture.SpecFile, "--lab", fixture.InRoot("other"));
        Assert.True(code == 0, error);
        Assert.Equal(2 * home.Count, new Laboratory(fixture.InRoot("other")).Store.Keys().Count());
    }

    private async Task<(string File, string Id)> TravelAsync()
    {
        var file = fixture.InRoot("experiment.zip");
        var (code, _, error) = await fixture.CallAsync("experiment", "export", fixture.SpecFile, "--lab", fixture.Laboratory, "--out", file, "--from", "the first laboratory");
        Assert.True(code == 0, error);
        var (imported, output, problem) = await fixture.CallAsync("experiment", "import", file, "--lab", fixture.InRoot("other"));
        Assert.True(imported == 0, problem);
        return (file, Path.GetFileName(output.Split('\n').Single(line => line.Contains("Folder: ", StringComparison.Ordinal)).Trim()));
    }
}
