using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;

namespace LotteryLab.WebBench;

/// <summary>An experiment folder written by the benchmark in the place of a worker: as large, or as long, as a measurement needs.</summary>
internal sealed class MadeRun : IDisposable
{
    private readonly Laboratory laboratory;
    private readonly ExperimentFolder folder;
    private readonly long side;
    private StepLock? worker;

    /// <param name="home">Folder of the laboratory.</param>
    /// <param name="side">Inputs and outputs of the only layer.</param>
    /// <param name="rounds">Rounds of the plan.</param>
    public MadeRun(string home, long side, int rounds)
    {
        laboratory = new Laboratory(home);
        this.side = side;
        folder = new ExperimentFolder(Path.Combine(laboratory.ExperimentsFolder, Id));
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.SpecPath, """{"name":"Made for a measurement","architecture":{"name":"mlp"},"dataset":{"name":"glyphs"},"method":{"name":"imp"},"replicates":1}""");
        var plan = new PlanRecord("Made for a measurement", Id + new string('0', 48), "libtorch-0/cpu", 100, [new TensorCount("fc.weight", side * side, side * side)], [], [.. Enumerable.Range(0, rounds).Select(round => new RoundRecord(0, Branch.Ticket, 0, round, Key("start", 0).Hex, round == 0 ? null : Key("mask", round).Hex, Key("train", round).Hex))], []);
        File.WriteAllBytes(folder.PlanPath, plan.ToJson());
    }

    public const string Id = "00000000000000bb";

    /// <summary>Weights at the start: every layer's shape is read from them.</summary>
    public void WriteWeights()
    {
        using var writer = laboratory.Store.Begin(Key("start", 0));
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [new SafetensorsEntry("fc.weight", SafetensorsType.F32, [side, side], new byte[side * side * sizeof(float)])]);
        writer.Write(ArtifactFiles.State, stream.ToArray());
        laboratory.Store.Publish(Key("start", 0), new JsonObject { ["kind"] = "initialize", ["inputs"] = new JsonObject() }, writer);
    }

    /// <summary>A mask that keeps one weight in ten, and the end of its round.</summary>
    public void WriteRound(int round)
    {
        var random = new Random(round);
        var mask = BitMask.From(side * side, _ => random.Next(10) == 0);
        using (var writer = laboratory.Store.Begin(Key("mask", round)))
        {
            writer.Write(ArtifactFiles.Mask, MaskFile.ToBytes(new MaskSet([new("fc.weight", mask)])));
            writer.WriteJson(ArtifactFiles.Pruning, new JsonObject { ["tensors"] = new JsonArray(new JsonObject { ["name"] = "fc.weight", ["count"] = mask.Count, ["kept"] = mask.Kept }) });
            laboratory.Store.Publish(Key("mask", round), new JsonObject { ["kind"] = "prune" }, writer);
        }

        using var events = new JournalWriter(folder.JournalPath);
        events.Append("step", new JsonObject { ["key"] = Key("mask", round).Hex, ["state"] = "done" });
        events.Append("round", new JsonObject { ["replicate"] = 0, ["branch"] = PlannedRound.TicketBranch, ["draw"] = 0, ["round"] = round, ["kept"] = mask.Kept, ["prunable"] = mask.Count, ["finalTestAccuracy"] = 0.9, ["training"] = Key("train", round).Hex });
    }

    /// <summary>Claims to be the worker of the experiment.</summary>
    public void Begin()
    {
        worker = StepLock.TryTake(Path.Combine(folder.Path, "worker"));
        Tell(0);
    }

    public void Tell(double progress) => folder.WriteStatus(new RunStatus { State = RunState.Running, Steps = 100, Finished = (int)(progress * 100), Failed = 0, Progress = progress, RemainingSeconds = 10, IterationsPerSecond = 100, ElapsedSeconds = 10, At = DateTimeOffset.UtcNow });

    /// <summary>Evaluation points of a training.</summary>
    public void WritePoints(int round, int from, int count)
    {
        using var journal = new JournalWriter(laboratory.JournalOf(Key("train", round)));
        for (var i = from; i < from + count; i++)
        {
            journal.Append("evaluation", new JsonObject { ["iteration"] = i * 10, ["learningRate"] = 0.1, ["trainLoss"] = 1.0 / (i + 1), ["validationLoss"] = 0.5, ["validationAccuracy"] = 0.5, ["testLoss"] = 0.5, ["testAccuracy"] = 1 - (1.0 / (i + 2)), ["extra"] = null });
        }
    }

    public void Dispose() => worker?.Dispose();

    private static StepKey Key(string kind, int round) => StepKey.Of($"webbench-{kind}-{round}");
}
