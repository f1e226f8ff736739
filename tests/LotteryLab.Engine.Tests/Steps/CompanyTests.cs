using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Tests.Planning;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Steps;

/// <summary>Plans whose trainings run as one network.</summary>
public sealed class CompanyTests
{
    private const string Controls = """[{"name":"random-reinit"}]""";

    [Fact]
    public void Plan_Batched_KeepsKeysOfAllButTrainingsApart()
    {
        var alone = Plan(places: 1);
        var together = Plan(places: 2);
        Assert.Equal(alone.Steps.Count, together.Steps.Count);
        Assert.All(together.Steps.OfType<TrainStep>(), step =>
        {
            Assert.Equal("test-batched-2", step.Numerics);
            Assert.Equal(2, step.Company!.Places);
        });
        Assert.Empty(alone.Steps.OfType<TrainStep>().Select(step => step.Key).Intersect(together.Steps.Select(step => step.Key)));
        Assert.Equal(Initial(alone), Initial(together));
        Assert.All(alone.Steps, step => Assert.Null(step.Company));
    }

    [Fact]
    public void Plan_Batched_GivesReplicatesOfARoundPlacesSideBySide()
    {
        var plan = Plan(places: 4, Controls);
        foreach (var round in plan.Rounds.Where(round => round.Round > 0).GroupBy(round => round.Round))
        {
            Assert.Equal([0, 1, 2, 3], round.Select(item => item.Training.Batch!.Place).Order());
            Assert.Single(round.Select(item => item.Training.Company!.Group).Distinct());
        }

        // What joins a plan takes nobody's place.
        Assert.Equal(Plan(places: 4).Rounds.Select(round => round.Training.Key.Hex).Order(), plan.Rounds.Where(round => round.IsTicket).Select(round => round.Training.Key.Hex).Order());
    }

    [Fact]
    public void Plan_TrainingsWithARule_StayAlone() =>
        Assert.All(TrainingsOf("""{"name":"sr-ste"}""").Where(step => step.Rule is not null), step => Assert.Null(step.Company));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_Batched_EqualsTrainingsAloneAndLeavesTheSameFiles(int lanes)
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var (alone, together) = (Plan(places: 1, Controls), Plan(places: 3, Controls));
        Assert.True((await Run(laboratory, alone, 1)).IsComplete);
        var outcome = await Run(laboratory, together, lanes);
        Assert.True(outcome.IsComplete);
        Assert.Equal(together.Steps.Count, outcome.Done + outcome.Reused);

        // Round 0, before a rounded weight can decide about a mask.
        foreach (var (one, other) in alone.Rounds.Zip(together.Rounds).Where(pair => pair.First.Round == 0))
        {
            var (expected, actual) = (Artifact(laboratory, one.Training), Artifact(laboratory, other.Training));
            Assert.Equal(expected.Manifest.Files.Keys.Order(), actual.Manifest.Files.Keys.Order());
            var values = StateFile.ReadFloats(actual);
            Assert.All(StateFile.ReadFloats(expected), entry => Assert.All(entry.Value.Zip(values[entry.Key]), pair => Assert.Equal(pair.First, pair.Second, 1e-4f)));
            Assert.Equal(5, Journal(laboratory, other.Training).Count(type => type == "evaluation"));
            Assert.Equal("finished", Journal(laboratory, other.Training)[^1]);
        }
    }

    [Fact]
    public async Task Run_OneMemberMissing_GivesItTheSameBitsAgain()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = Plan(places: 2);
        Assert.True((await Run(laboratory, plan, 1)).IsComplete);
        var lost = plan.Rounds.Last(round => round.Round == 0).Training;
        var before = Artifact(laboratory, lost).Read(ArtifactFiles.State);
        laboratory.Store.Delete(lost.Key);
        var outcome = await Run(laboratory, Plan(places: 2), 1);
        Assert.Equal((1, plan.Steps.Count - 1), (outcome.Done, outcome.Reused));
        Assert.Equal(before, Artifact(laboratory, lost).Read(ArtifactFiles.State));
    }

    [Fact]
    public async Task Run_Cancelled_GoesOnFromCheckpointsToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        var (laboratory, whole) = (new Laboratory(folder.Path), new Laboratory(other.Path));
        var plan = Plan(places: 2);
        await Run(whole, plan, 1);
        using (var stop = new CancellationTokenSource())
        {
            var observer = new Observer { AtIteration = (_, _) => stop.Cancel() };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(laboratory, Plan(places: 2), 1, observer, stop.Token));
        }

        Assert.True((await Run(laboratory, Plan(places: 2), 1)).IsComplete);
        Assert.All(plan.Rounds, round => Assert.Equal(Artifact(whole, round.Training).Read(ArtifactFiles.State), Artifact(laboratory, round.Training).Read(ArtifactFiles.State)));
        Assert.Contains("resumed", Journal(laboratory, plan.Rounds[0].Training));
    }

    [Fact]
    public async Task Run_OneStartDamaged_FailsNobody()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = Plan(places: 2);
        var start = plan.Rounds[0].Start;
        var outcome = await Run(laboratory, new ExperimentPlan(plan.Spec, plan.SpecHash, plan.Network, [.. plan.Steps.Where(step => step is InitializeStep)], [], []), 1);
        Assert.True(outcome.IsComplete);
        var file = Artifact(laboratory, start).PathOf(ArtifactFiles.State);
        File.SetAttributes(file, FileAttributes.Normal);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.True((await Run(laboratory, plan, 1)).IsComplete);
        Assert.All(plan.Rounds, round => Assert.Equal("finished", Journal(laboratory, round.Training)[^1]));
    }

    private static ExperimentPlan Plan(int places, string controls = "[]") =>
        Planner.Plan(TinySpec.Read("""{"name":"imp","rounds":1}""", controls, replicates: 2), TinySpec.Context with { BatchedReplicates = places });

    private static IEnumerable<TrainStep> TrainingsOf(string method) =>
        Planner.Plan(TinySpec.Read(method), TinySpec.Context with { BatchedReplicates = 2 }).Steps.OfType<TrainStep>();

    private static IEnumerable<StepKey> Initial(ExperimentPlan plan) => plan.Steps.OfType<InitializeStep>().Select(step => step.Key);

    private static Artifact Artifact(Laboratory laboratory, Step step) => laboratory.Store.Find(step.Key)!;

    private static string[] Journal(Laboratory laboratory, Step step) =>
        [.. new JournalReader(laboratory.JournalOf(step.Key)).ReadNew().Select(entry => (string)entry["type"]!)];

    private static Task<PlanOutcome> Run(Laboratory laboratory, ExperimentPlan plan, int lanes, Observer? observer = null, CancellationToken? cancellation = null) =>
        PlanRunner.RunAsync(
            plan.Steps,
            laboratory,
            new StepEnvironment { Catalog = ComponentCatalog.Default, Device = torch.CPU, DataFolder = new DatasetFolder([]), Datasets = new DatasetCache() },
            lanes,
            observer ?? new Observer(),
            cancellation ?? TestContext.Current.CancellationToken);

    private sealed class Observer : IPlanObserver
    {
        public Action<Step, long>? AtIteration { get; init; }

        public void OnState(Step step, StepState state, LotteryLabException? reason)
        {
        }

        public void OnIteration(Step step, long iteration)
        {
            if (iteration > 0)
            {
                AtIteration?.Invoke(step, iteration);
            }
        }
    }
}
