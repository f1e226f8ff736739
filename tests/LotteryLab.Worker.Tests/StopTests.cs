using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LotteryLab.Worker.Tests;

public sealed partial class StopTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();
    private readonly List<Process> workers = [];

    // More iterations than any machine does before the test stops them; what a training is at its end, resumed or not, the crash tests compare.
    public StopTests() => File.WriteAllText(fixture.SpecFile, CommandLineFixture.Spec
        .Replace("\"20it\"", "\"50000000it\"", StringComparison.Ordinal)
        .Replace("\"10it\"", "\"1000it\"", StringComparison.Ordinal)
        .Replace("\"rounds\":2", "\"rounds\":0", StringComparison.Ordinal)
        .Replace("[\"random-reinit\"]", "[]", StringComparison.Ordinal));

    public void Dispose()
    {
        foreach (var worker in workers)
        {
            if (!worker.HasExited)
            {
                worker.Kill();
                worker.WaitForExit();
            }

            worker.Dispose();
        }

        fixture.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_WhileTraining_CheckpointsGives130AndResumes(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        var worker = await TrainAsync("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        await InterruptAsync(worker, signal);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "scratch"), "training.checkpoint", SearchOption.AllDirectories));
        await ResumeAsync();
    }

    [Theory]
    [InlineData("pause", "paused")]
    [InlineData("cancel", "cancelled")]
    public async Task Request_WhileTraining_StopsWithFourAndResumes(string verb, string state)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var worker = await TrainAsync("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        var (code, _, error) = await fixture.CallAsync(verb, fixture.SpecFile, "--lab", fixture.Laboratory);
        Assert.True(code == 0, error);
        var end = await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "end", cancellation);
        await worker.WaitForExitAsync(cancellation);
        Assert.Equal(ExitCode.StoppedByRequest, worker.ExitCode);
        Assert.Equal(state, (string)end!["state"]!);
        await ResumeAsync();
    }

    // Iteration 0 is told before the first evaluation, and whoever stops there has nothing to save.
    private static bool IsTraining(JsonObject line) =>
        (string)line["event"]! == "status" && line["running"]!.AsArray().Any(label => BegunTraining().IsMatch((string)label!));

    [GeneratedRegex(", iteration [1-9]")]
    private static partial Regex BegunTraining();

    private async Task<Process> TrainAsync(params string[] arguments)
    {
        var worker = WorkerProcess.Start(arguments);
        workers.Add(worker);
        Assert.NotNull(await WorkerProcess.ReadUntilAsync(worker, IsTraining, TestContext.Current.CancellationToken));
        return worker;
    }

    private static async Task InterruptAsync(Process worker, string signal)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await WorkerProcess.SignalAsync(worker, signal, cancellation);
        var end = await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "end", cancellation);
        await worker.WaitForExitAsync(cancellation);
        Assert.Equal(ExitCode.Interrupted, worker.ExitCode);
        Assert.Equal("paused", (string)end!["state"]!);
    }

    // Trains on from the checkpoint, and is stopped there again.
    private async Task ResumeAsync()
    {
        var folder = Directory.EnumerateDirectories(Path.Combine(fixture.Laboratory, "experiments")).Single();
        await InterruptAsync(await TrainAsync("resume", folder, "--json"), "INT");
        var journals = Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "journals"), "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Contains(journals, journal => journal.Contains("\"type\":\"resumed\"", StringComparison.Ordinal));
    }
}
