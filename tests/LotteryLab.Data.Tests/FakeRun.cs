using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Data.Tests;

/// <summary>An experiment folder with journals and artifacts as a worker leaves them, written by hand: no tensor is touched.</summary>
internal sealed class FakeRun : IDisposable
{
    public const string Id = "00000000000000aa";

    private readonly string root = Directory.CreateTempSubdirectory("lotterylab-data-").FullName;

    public FakeRun(int rounds = 3)
    {
        Laboratory = new Laboratory(root);
        Folder = new ExperimentFolder(Path.Combine(Laboratory.ExperimentsFolder, Id));
        Directory.CreateDirectory(Folder.Path);
        File.WriteAllText(Folder.SpecPath, """{"name":"Fake","notes":"by hand","tags":["small"],"architecture":{"name":"lenet-300-100"},"dataset":{"name":"glyphs"},"method":{"name":"imp"},"replicates":1}""");
        Plan = new PlanRecord(
            "Fake",
            Id + new string('0', 48),
            "libtorch-0/cpu",
            100,
            [new TensorCount("fc.weight", 16, 16)],
            [],
            [.. Enumerable.Range(0, rounds).Select(round => new RoundRecord(0, Branch.Ticket, 0, round, Key("start", 0), round == 0 ? null : Key("mask", round), Key("train", round)))],
            []);
        File.WriteAllBytes(Folder.PlanPath, Plan.ToJson());
    }

    public Laboratory Laboratory { get; }

    public ExperimentFolder Folder { get; }

    public PlanRecord Plan { get; }

    public string DatabasePath => Path.Combine(root, LaboratoryDatabase.FileName);

    public static string Key(string kind, int round) => StepKey.Of($"{kind}-{round}").Hex;

    /// <summary>The events of a whole round.</summary>
    public void RunRound(int round, int points = 5)
    {
        Begin(round);
        Train(round, 0, points);
        Finish(round);
    }

    public void Begin(int round)
    {
        using var events = new JournalWriter(Folder.JournalPath);
        if (round > 0)
        {
            PublishMask(round);
            events.Append("step", new JsonObject { ["key"] = Key("mask", round), ["state"] = "done" });
        }

        events.Append("step", new JsonObject { ["key"] = Key("train", round), ["state"] = "running" });
    }

    /// <summary>Evaluation points from one index up to another; ten iterations apart.</summary>
    public void Train(int round, int from, int to)
    {
        using var journal = new JournalWriter(Laboratory.JournalOf(new StepKey(Key("train", round))));
        for (var i = from; i < to; i++)
        {
            journal.Append("evaluation", new JsonObject
            {
                ["iteration"] = i * 10,
                ["learningRate"] = 0.1,
                ["trainLoss"] = i == 0 ? null : 1.0 / i,
                ["validationLoss"] = 1.0,
                ["validationAccuracy"] = 0.5,
                ["testLoss"] = 1.0,
                ["testAccuracy"] = i / 10.0,
                ["extra"] = null,
            });
        }
    }

    public void Finish(int round)
    {
        PublishTraining(round, computed: null);
        using var events = new JournalWriter(Folder.JournalPath);
        events.Append("step", new JsonObject { ["key"] = Key("train", round), ["state"] = "done" });
        events.Append(RoundEvents.Type, Result(round).ToJson());
    }

    /// <summary>A round as versions before whole results told of it: the artifact knows more than the line.</summary>
    /// <param name="round">Round that is finished.</param>
    /// <param name="computed">Share of the dense multiply-adds, where pruned weights were left out.</param>
    public void FinishAsBefore(int round, double? computed = null)
    {
        PublishTraining(round, computed);
        using var events = new JournalWriter(Folder.JournalPath);
        events.Append("step", new JsonObject { ["key"] = Key("train", round), ["state"] = "done" });
        events.Append(RoundEvents.Type, new JsonObject
        {
            ["replicate"] = 0,
            ["branch"] = PlannedRound.TicketBranch,
            ["draw"] = 0,
            ["round"] = round,
            ["kept"] = Kept(round),
            ["prunable"] = 16,
            ["earlyStopIteration"] = 20,
            ["testAccuracyAtEarlyStop"] = 0.88,
            ["finalTestAccuracy"] = 0.9 + (round / 100.0),
            ["training"] = Key("train", round),
        });
    }

    public static RoundResult Result(int round) => new()
    {
        Replicate = 0,
        Branch = Branch.Ticket,
        Draw = 0,
        Round = round,
        Prunable = 16,
        Kept = Kept(round),
        Tensors = [new TensorCount("fc.weight", 16, Kept(round))],
        EarlyStopIteration = 20,
        TestAccuracyAtEarlyStop = 0.88,
        FinalTestAccuracy = 0.9 + (round / 100.0),
        FinalTrainAccuracy = 0.96,
        ComputedShare = 0.25,
        TrainingKey = Key("train", round),
        StartKey = Key("start", 0),
        MaskKey = round == 0 ? null : Key("mask", round),
    };

    public void WriteStatus(RunState state) => Folder.WriteStatus(new RunStatus
    {
        State = state,
        Steps = 10,
        Finished = 5,
        Failed = 0,
        Progress = 0.5,
        RemainingSeconds = 10,
        IterationsPerSecond = 100,
        ElapsedSeconds = 10,
        At = DateTimeOffset.UtcNow,
    });

    /// <summary>Half of a line, as a crash leaves it.</summary>
    public void TearJournal(int round)
    {
        using var stream = new FileStream(Laboratory.JournalOf(new StepKey(Key("train", round))), FileMode.Append);
        stream.Write(Encoding.UTF8.GetBytes("""{"seq":99,"type":"evalu"""));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    public static long Kept(int round) => 16 - (4 * round);

    private void PublishTraining(int round, double? computed)
    {
        using var writer = Laboratory.Store.Begin(new StepKey(Key("train", round)));
        writer.WriteJson(ArtifactFiles.Training, new JsonObject { ["summary"] = new JsonObject { ["finalTestAccuracy"] = 0.9, ["finalTrainAccuracy"] = 0.95 }, ["points"] = new JsonArray(), ["computed"] = computed is null ? null : new JsonObject { ["share"] = computed } });
        Laboratory.Store.Publish(new StepKey(Key("train", round)), new JsonObject { ["kind"] = "train" }, writer);
    }

    private void PublishMask(int round)
    {
        using var writer = Laboratory.Store.Begin(new StepKey(Key("mask", round)));
        var mask = BitMask.From(16, index => index < Kept(round));
        writer.Write(ArtifactFiles.Mask, MaskFile.ToBytes(new MaskSet([new("fc.weight", mask)])));
        writer.WriteJson(ArtifactFiles.Pruning, new JsonObject { ["tensors"] = new JsonArray(new JsonObject { ["name"] = "fc.weight", ["count"] = 16, ["kept"] = mask.Kept }) });
        Laboratory.Store.Publish(new StepKey(Key("mask", round)), new JsonObject { ["kind"] = "prune" }, writer);
    }
}
