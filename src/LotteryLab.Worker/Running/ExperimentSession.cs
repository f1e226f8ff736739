using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Display;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Running;

/// <summary>How a run is carried out. Nothing but the device, the threads and the library of products can change results, and then only in the last bits.</summary>
internal sealed record RunSettings
{
    /// <summary>cpu, cuda or cuda:N.</summary>
    public required string Device { get; init; }

    /// <summary>Steps side by side; null for one a core.</summary>
    public int? Lanes { get; init; }

    /// <summary>LibTorch threads of each lane.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Trainings that run as one network where they can.</summary>
    public int BatchReplicates { get; init; } = 1;

    /// <summary>Deaths of the process in one step after which it is refused; 0 never.</summary>
    public int MaximumCrashes { get; init; }

    /// <summary>Shortest time between checkpoints; null for the default.</summary>
    public double? CheckpointSeconds { get; init; }

    /// <summary>Events as JSON lines.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether a queue started the run, which passes requests on that came before it.</summary>
    public bool IsQueued { get; init; }
}

/// <summary>Runs one experiment from the command line to its end and says how it ended.</summary>
internal sealed class ExperimentSession(Session session, Laboratory laboratory, RunSettings settings)
{
    /// <summary>Runs what is missing.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(ExperimentSpec spec)
    {
        using var host = new EngineHost(settings.Device, settings.Threads);
        var plan = host.Plan(spec, settings.BatchReplicates);
        var threads = host.Threads(plan, settings);
        var environment = host.Environment with { MaximumCrashes = settings.MaximumCrashes };
        if (settings.CheckpointSeconds is { } seconds)
        {
            environment = environment with { CheckpointInterval = TimeSpan.FromSeconds(seconds) };
        }

        var folder = new ExperimentFolder(laboratory.ExperimentFolder(plan.SpecHash));
        if (!settings.IsJson)
        {
            session.Line($"{spec.Name}: {Numbers.Groups(plan.Steps.Count)} steps, {plan.Rounds.Count} rounds, {threads.Lanes} side by side on {settings.Device}");
            session.Line($"Threads: {threads}");
            session.Line($"Folder: {folder.Path}");
        }

        session.Signals.Listen();
        var score = new ForecastNote(laboratory, plan, host.Numerics, threads.Lanes);
        var display = Display();
        RunStatus status;
        await using (display.ConfigureAwait(false))
        {
            var runner = new ExperimentRunner(laboratory, environment) { OnStatus = display.OnStatus, OnRound = display.OnRound, HeedsEarlierRequests = settings.IsQueued, LaneReason = threads.Reason };
            status = await runner.RunAsync(plan, host.Numerics, threads.Lanes, session.Signals.Token).ConfigureAwait(false);
        }

        score.Keep(status);
        End(status, folder, display);
        return CodeOf(status.State);
    }

    private IRunDisplay Display()
    {
        if (settings.IsJson)
        {
            return new JsonDisplay(session);
        }

        return session.IsTerminal ? new LiveDisplay(session) : new PlainDisplay(session, TimeProvider.System);
    }

    private void End(RunStatus status, ExperimentFolder folder, IRunDisplay display)
    {
        if (display is JsonDisplay json)
        {
            json.OnEnd(status, folder.Path);
            return;
        }

        session.Line();
        session.Output.Write(ResultTable.Write(ExperimentResults.Read(folder.ReadPlan(), laboratory.Store, StepDurations.Of(laboratory)), VerdictRule.DefaultTolerance));
        session.Line();
        session.Line(status.State switch
        {
            RunState.Succeeded => $"Done in {Numbers.Duration(status.ElapsedSeconds)}.",
            RunState.Paused => $"Stopped after {Numbers.Duration(status.ElapsedSeconds)}; nothing is lost. Resume with: lotterylab resume {folder.Path}",
            RunState.Cancelled => $"Cancelled after {Numbers.Duration(status.ElapsedSeconds)}; finished rounds are kept.",
            _ => $"Failed: {status.Failed} of {status.Steps} steps could not be done; the others are.",
        });
        foreach (var problem in status.Problems)
        {
            session.Error.WriteLine(problem);
        }
    }

    private int CodeOf(RunState state) => state switch
    {
        RunState.Succeeded => ExitCode.Success,
        RunState.Failed => ExitCode.StepsFailed,
        _ => session.Signals.WasRaised ? ExitCode.Interrupted : ExitCode.StoppedByRequest,
    };
}
