using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Tests.Planning;
using LotteryLab.Engine.Tests.Steps;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Experiments;

public sealed class ExperimentRunTests
{
    private const string Controls = """["random-reinit", "shuffled-mask", "random-pruning"]""";

    [Fact]
    public async Task Run_ImpWithControls_GivesEveryRoundAndNestedMasks()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read(controls: Controls, evaluations: """[{"name":"instability","rounds":[0,2],"alphas":5}]"""));
        var reported = new List<RoundResult>();

        var status = await Run(laboratory, plan, 2, reported.Add);

        Assert.Equal(RunState.Succeeded, status.State);
        Assert.Equal(3 + (3 * 2), reported.Count);
        var results = ExperimentResults.Read(PlanRecord.Of(plan, TinySpec.Numerics), laboratory.Store);
        Assert.Equal(9, results.Rounds.Count);
        Assert.Equal(2, results.Measurements.Count);
        Assert.All(results.Measurements, measured => Assert.True((double)measured.Values["instability"]! >= 0));
        var masks = plan.Rounds.Where(round => round is { Branch.IsTicket: true, Mask: not null }).Select(round => MaskOf(laboratory, round)).ToList();
        Assert.True(masks[1].IsSubsetOf(masks[0]));
        var counts = results.Rounds.Where(round => round.Round == 2).Select(round => round.Kept).Distinct();
        Assert.Single(counts);
    }

    [Fact]
    public async Task Run_EndState_HasExactZerosWhereTheMaskPrunes()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read());
        await Run(laboratory, plan, 1);
        foreach (var round in plan.Rounds.Where(round => round.Mask is not null))
        {
            var values = StateFile.ReadFloats(laboratory.Store.Find(round.Training.Key)!);
            foreach (var (name, mask) in MaskOf(laboratory, round).Entries)
            {
                Assert.All(Enumerable.Range(0, (int)mask.Count).Where(i => !mask[i]), i => Assert.Equal(0f, values[name][i]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_InAnotherLaboratory_LeavesTheSameBytes(int lanes)
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var plan = TinySpec.Plan(TinySpec.Read(controls: Controls));
        await Run(new Laboratory(first.Path), plan, 2);
        await Run(new Laboratory(second.Path), TinySpec.Plan(TinySpec.Read(controls: Controls)), lanes);
        Assert.Equal(Files(first.In("store")), Files(second.In("store")));
    }

    [Fact]
    public async Task Run_SparseAuto_ReportsWhatWasComputedAndLeavesTheSameBytesInAnyNumberOfLanes()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        var spec = TinySpec.Read("""{"name":"imp","rule":"layerwise","rate":0.85,"outputRateFactor":0.5,"rounds":2}""", Controls);
        var plan = TinySpec.Plan(spec with { Training = spec.Training with { Sparse = TrainingSpec.SparseAuto } });
        var laboratory = new Laboratory(first.Path);
        await Run(laboratory, plan, 1);
        await Run(new Laboratory(second.Path), plan, 2);
        Assert.Equal(Files(first.In("store")), Files(second.In("store")));

        var results = ExperimentResults.Read(PlanRecord.Of(plan, TinySpec.Numerics), laboratory.Store);
        Assert.All(results.Rounds, round => Assert.Equal(round.Round == 0, round.ComputedShare is null));
        Assert.All(results.Rounds.Where(round => round.Round > 0), round => Assert.Equal(round.Density, round.ComputedShare!.Value, 0.02));
        Assert.NotNull(results.Rows.Single(row => row is { Branch.IsTicket: true, Round: 2 }).ComputedShare);
        var report = laboratory.Store.Find(plan.Rounds[1].Training.Key)!.ReadJson(ArtifactFiles.Training)["computed"]!;
        Assert.Equal("sparse", (string?)report["layers"]![0]!["route"]);
    }

    [Fact]
    public async Task Run_LargerExperiment_ReusesWhatTheSmallerOneDid()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        await Run(laboratory, TinySpec.Plan(TinySpec.Read()), 1);
        var larger = TinySpec.Plan(TinySpec.Read(controls: Controls, replicates: 2));
        var missing = larger.Steps.Count(step => !laboratory.Store.Contains(step.Key));
        Assert.Equal(larger.Steps.Count - 6, missing);
        Assert.Equal(RunState.Succeeded, (await Run(laboratory, larger, 2)).State);
    }

    [Fact]
    public async Task Run_PausedByFile_StopsAndEndsWithTheSameBytesWhenResumed()
    {
        using var calm = new TemporaryFolder();
        using var disturbed = new TemporaryFolder();
        var plan = TinySpec.Plan(TinySpec.Read(controls: Controls));
        await Run(new Laboratory(calm.Path), plan, 1);

        var laboratory = new Laboratory(disturbed.Path);
        var control = new ExperimentFolder(laboratory.ExperimentFolder(plan.SpecHash)).Control;
        var rounds = 0;
        var status = await Run(laboratory, plan, 1, _ =>
        {
            if (++rounds == 2)
            {
                control.Write(RunRequest.Pause);
            }
        });

        // The request is seen within half a second; a very quick run may have ended by then, which is as good.
        Assert.Contains(status.State, new[] { RunState.Paused, RunState.Succeeded });
        Assert.Equal(RunState.Succeeded, (await Run(laboratory, plan, 2)).State);
        Assert.Equal(Files(calm.In("store")), Files(disturbed.In("store")));
    }

    [Fact]
    public async Task Run_WhileAnotherWorkerHasIt_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read());
        var experiment = new ExperimentFolder(laboratory.ExperimentFolder(plan.SpecHash));
        using var other = experiment.TryTakeWorkerLock();
        Assert.NotNull(other);
        Assert.True(experiment.IsWorkerAlive());
        var refusal = await Assert.ThrowsAsync<LotteryLabException>(() => Run(laboratory, plan, 1));
        Assert.Equal("experiment.running", refusal.Code);
    }

    [Fact]
    public async Task Collect_AfterAnExperimentIsDeleted_RemovesOnlyWhatNobodyReaches()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var small = TinySpec.Plan(TinySpec.Read());
        var large = TinySpec.Plan(TinySpec.Read(controls: Controls));
        await Run(laboratory, small, 1);
        await Run(laboratory, large, 2);
        Assert.Equal(0, GarbageCollector.Collect(laboratory, isDryRun: false, DateTime.UtcNow).Artifacts);

        Directory.Delete(laboratory.ExperimentFolder(large.SpecHash), recursive: true);
        var expected = large.Steps.Count - small.Steps.Count;
        Assert.Equal(expected, GarbageCollector.Collect(laboratory, isDryRun: true, DateTime.UtcNow).Artifacts);
        Assert.Equal(expected, GarbageCollector.Collect(laboratory, isDryRun: false, DateTime.UtcNow).Artifacts);
        Assert.All(small.Steps, step => Assert.True(laboratory.Store.Verify(step.Key)));
    }

    [Fact]
    public async Task Results_Csv_HasALinePerBranchAndRound()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read(controls: """["random-reinit"]""", replicates: 2));
        await Run(laboratory, plan, 2);
        var lines = File.ReadAllLines(Path.Combine(laboratory.ExperimentFolder(plan.SpecHash), "results.csv"));
        Assert.Equal(1 + 3 + 2, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
        Assert.StartsWith("ticket,0,2,1,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, RunState.Cancelled)]
    [InlineData(false, RunState.Succeeded)]
    public async Task Request_FromBeforeTheRun_CountsOnlyForAQueue(bool isQueued, RunState expected)
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read());
        var experiment = new ExperimentFolder(laboratory.ExperimentFolder(plan.SpecHash));
        Directory.CreateDirectory(experiment.Path);
        experiment.Control.Write(RunRequest.Cancel);
        Assert.Equal(expected, (await Run(laboratory, plan, 1, isQueued: isQueued)).State);
    }

    private static async Task<RunStatus> Run(Laboratory laboratory, ExperimentPlan plan, int lanes, Action<RoundResult>? onRound = null, bool isQueued = false)
    {
        torch.set_num_threads(1);
        using var datasets = new DatasetCache();
        var environment = new StepEnvironment
        {
            Catalog = ComponentCatalog.Default,
            Device = torch.CPU,
            DataFolder = new DatasetFolder([]),
            Datasets = datasets,
            CheckpointInterval = TimeSpan.Zero,
        };
        return await new ExperimentRunner(laboratory, environment) { OnRound = onRound, HeedsEarlierRequests = isQueued }.RunAsync(plan, TinySpec.Numerics, lanes, CancellationToken.None);
    }

    private static MaskSet MaskOf(Laboratory laboratory, PlannedRound round) =>
        MaskFile.FromBytes(laboratory.Store.Find(round.Mask!.Key)!.Read(ArtifactFiles.Mask));

    private static SortedDictionary<string, string> Files(string root) =>
        new(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains(".incoming", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))), StringComparer.Ordinal);
}
