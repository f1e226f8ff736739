using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests;

public sealed class StopTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public StopTests() => File.WriteAllText(fixture.SpecFile, CommandLineFixture.Spec
        .Replace("\"20it\"", "\"6000it\"", StringComparison.Ordinal)
        .Replace("\"10it\"", "\"1000it\"", StringComparison.Ordinal)
        .Replace("\"rounds\":2", "\"rounds\":0", StringComparison.Ordinal)
        .Replace("[\"random-reinit\"]", "[]", StringComparison.Ordinal));

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_WhileTraining_CheckpointsGives130AndResumes(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        var cancellation = TestContext.Current.CancellationToken;
        using var worker = WorkerProcess.Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        Assert.NotNull(await WorkerProcess.ReadUntilAsync(worker, IsTraining, cancellation));
        await WorkerProcess.SignalAsync(worker, signal, cancellation);
        var end = await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "end", cancellation);
        await worker.WaitForExitAsync(cancellation);
        Assert.Equal(ExitCode.Interrupted, worker.ExitCode);
        Assert.Equal("paused", (string)end!["state"]!);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "scratch"), "training.checkpoint", SearchOption.AllDirectories));
        await ResumeAsync();
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("cancel", "cancelled")]
    public async Task Request_WhileTraining_StopsWithFourAndResumes(string verb, string state)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var worker = WorkerProcess.Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        Assert.NotNull(await WorkerProcess.ReadUntilAsync(worker, IsTraining, cancellation));
        var (code, _, error) = await fixture.CallAsync(verb, fixture.SpecFile, "--lab", fixture.Laboratory);
        Assert.True(code == 0, error);
        var end = await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "end", cancellation);
        await worker.WaitForExitAsync(cancellation);
        Assert.Equal(ExitCode.StoppedByRequest, worker.ExitCode);
        Assert.Equal(state, (string)end!["state"]!);
        await ResumeAsync();
    }

    private static bool IsTraining(JsonObject line) =>
        (string)line["event"]! == "status" && line["running"]!.AsArray().Any(label => ((string)label!).Contains("iteration", StringComparison.Ordinal));

    private async Task ResumeAsync()
    {
        var folder = Directory.EnumerateDirectories(Path.Combine(fixture.Laboratory, "experiments")).Single();
        var (code, output, error) = await fixture.CallAsync("resume", folder);
        Assert.True(code == 0, output + error);
        var journal = await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "journals"), "*.jsonl", SearchOption.AllDirectories).MaxBy(file => new FileInfo(file).Length)!, TestContext.Current.CancellationToken);
        Assert.Contains("\"type\":\"resumed\"", journal, StringComparison.Ordinal);
    }
}
