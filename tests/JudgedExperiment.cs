using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Tests;

/// <summary>
/// A finished experiment as a worker leaves it, written by hand, and what must be said of it. The tests of the command line and those of the web app share
/// this file, so that both hold their surfaces to the same sentences.
/// </summary>
internal static class JudgedExperiment
{
    /// <summary>What the curves say, on every surface.</summary>
    public const string Summary = "The dense network reaches 95.00% (n=3). Tickets match it down to 50% of weights, round 1 (+1.00 pp, n=3), and no longer at 25% of weights, round 2 (\u22125.00 pp). "
        + "Early stop: 150 (150 to 150, n=3) against 100 (100 to 100, n=3) of the dense network, told apart by 50. "
        + "Against random re-initialisation there: +2.90 pp (95% CI +2.65 pp to +3.15 pp, n=3, p=below 0.001); the initial weights matter.";

    /// <summary>What stands below it where there is room.</summary>
    public const string Missing = "Not asked yet: whether the positions of the weights matter (shuffled mask).";

    private const int Replicates = 3;
    private const long Prunable = 1000;

    /// <summary>Writes the experiment's folder and its artifacts; the folder is made aside and put in its place whole.</summary>
    /// <param name="laboratory">Where it shall be found.</param>
    /// <param name="aside">An empty place on the same disk.</param>
    /// <returns>Id of the experiment.</returns>
    public static string Write(Laboratory laboratory, string aside)
    {
        var spec = PresetCatalog.Default.Find("first-ticket").Spec with { Seed = 78, Replicates = Replicates, Controls = [ComponentCatalog.Default.WithDefaults<IControl>("random-reinit")] };
        var place = laboratory.ExperimentFolder(SpecHash.Of(spec));
        var folder = new ExperimentFolder(aside);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.SpecPath, SpecWriter.Pretty(spec));
        var runs = Enumerable.Range(0, Replicates).SelectMany(Runs).ToList();
        var plan = new PlanRecord(spec.Name, SpecHash.Of(spec), "libtorch-0/cpu", 10, [new TensorCount("fc.weight", Prunable, Prunable)], [], [.. runs.Select(run => run.Record)], []);
        File.WriteAllBytes(folder.PlanPath, plan.ToJson());
        using (var events = new JournalWriter(folder.JournalPath))
        {
            foreach (var run in runs)
            {
                Publish(laboratory, run);
                events.Append(RoundEvents.Type, ExperimentResults.Read(run.Record, plan.Tensors, laboratory.Store)!.ToJson());
            }
        }

        folder.WriteStatus(new RunStatus { State = RunState.Succeeded, Steps = runs.Count, Finished = runs.Count, Failed = 0, Progress = 1, RemainingSeconds = 0, IterationsPerSecond = 1, ElapsedSeconds = 1, At = DateTimeOffset.UnixEpoch });
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        Directory.Move(folder.Path, place);
        return Path.GetFileName(place);
    }

    // The ticket stops one evaluation later than the dense network: no two iterations within one interval can be told apart.
    private static IEnumerable<Run> Runs(int replicate) =>
    [
        Of(Branch.Ticket, replicate, 0, 0.95, 100),
        Of(Branch.Ticket, replicate, 1, 0.96, 150),
        Of(Branch.Ticket, replicate, 2, 0.90, 150),
        Of(Branch.Ticket.Control("random-reinit"), replicate, 1, 0.93 + (0.001 * replicate), 150),
    ];

    private static Run Of(Branch branch, int replicate, int round, double accuracy, long stop)
    {
        string Key(string kind) => StepKey.Of($"{kind} of {branch} {replicate} {round}").Hex;
        return new Run(new RoundRecord(replicate, branch, 0, round, Key("start"), round == 0 ? null : Key("mask"), Key("training")), Prunable >> round, accuracy, stop);
    }

    private static void Publish(Laboratory laboratory, Run run)
    {
        if (run.Record.Mask is { } mask)
        {
            using var pruning = laboratory.Store.Begin(new StepKey(mask));
            pruning.WriteJson(ArtifactFiles.Pruning, new JsonObject { ["tensors"] = new JsonArray(new JsonObject { ["name"] = "fc.weight", ["count"] = Prunable, ["kept"] = run.Kept }) });
            laboratory.Store.Publish(new StepKey(mask), new JsonObject { ["kind"] = "prune" }, pruning);
        }

        using var training = laboratory.Store.Begin(new StepKey(run.Record.Training));
        training.WriteJson(ArtifactFiles.Training, new JsonObject
        {
            ["summary"] = new JsonObject { ["earlyStopIteration"] = run.Stop, ["testAccuracyAtEarlyStop"] = run.Accuracy, ["finalTestAccuracy"] = 0.5, ["finalTrainAccuracy"] = 1 },
            ["points"] = new JsonArray([.. Enumerable.Range(0, 5).Select(point => new JsonObject { ["iteration"] = 50 * point, ["learningRate"] = 0.1 })]),
        });
        laboratory.Store.Publish(new StepKey(run.Record.Training), new JsonObject { ["kind"] = "train", ["inputs"] = new JsonObject() }, training);
    }

    private sealed record Run(RoundRecord Record, long Kept, double Accuracy, long Stop);
}
