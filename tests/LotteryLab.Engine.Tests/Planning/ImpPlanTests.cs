using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Tests.Planning;

public sealed class ImpPlanTests
{
    [Fact]
    public void Plan_TicketsOnly_TrainsDenseAndEachRoundOnce()
    {
        var plan = TinySpec.Plan(TinySpec.Read());
        Assert.Equal(1, Count<InitializeStep>(plan));
        Assert.Equal(3, Count<TrainStep>(plan));
        Assert.Equal(2, Count<PruneStep>(plan));
        Assert.Equal([0, 1, 2], plan.Rounds.Select(round => round.Round));
    }

    [Fact]
    public void Plan_RoundThatAsksForMoreThanMayGo_WarnsBeforeTheLaunch()
    {
        // 15,680 weights of the hidden layer and 200 of the output, which is ignored: half of what is left goes each round until the output is more than half.
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rule":"sparse_global","rate":0.5,"pruneOutput":false,"rounds":12}""", replicates: 2));
        var warning = Assert.Single(plan.Warnings);
        Assert.StartsWith("Round 7 will be refused: 123 of the 246 weights that are left are asked to go", warning, StringComparison.Ordinal);
        Assert.Empty(TinySpec.Plan(TinySpec.Read("""{"name":"imp","rule":"sparse_global","rate":0.5,"pruneOutput":false,"rounds":6}""")).Warnings);
    }

    [Fact]
    public void Plan_EveryStep_StandsAfterItsInputs()
    {
        var plan = TinySpec.Plan(TinySpec.Read(controls: """["random-reinit", "shuffled-mask", "random-pruning"]""", replicates: 2));
        var seen = new HashSet<StepKey>();
        foreach (var step in plan.Steps)
        {
            Assert.All(step.Inputs, input => Assert.Contains(input.Step.Key, seen));
            Assert.True(seen.Add(step.Key));
        }
    }

    [Fact]
    public void Plan_RewindingLater_PaysTheFirstIterationsOnce()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":2,"rewindTo":"15it"}"""));
        var trainings = plan.Steps.OfType<TrainStep>().Select(step => (step.Segment.From, step.Segment.To)).ToList();
        Assert.Equal([(0, 15), (15, 40), (15, 40), (15, 40)], trainings);
    }

    [Fact]
    public void Plan_LearningRateRewinding_StartsFromTheTrainedWeights()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":2,"retrain":"learning-rate-rewinding"}"""));
        Assert.Same(plan.Rounds[0].Training, plan.Rounds[1].Start);
        Assert.Same(plan.Rounds[1].Training, plan.Rounds[2].Start);
        Assert.Equal(ScheduleVariant.Original, plan.Rounds[1].Training.Segment.Variant);
    }

    [Fact]
    public void Plan_FineTuning_CoversTheLastPartAtTheLastRate()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":1,"retrain":"fine-tuning","retrainLength":"10it"}"""));
        Assert.Equal(new TrainingSegment(30, 40, ScheduleVariant.ConstantAtEnd, plan.Rounds[0].Training.Segment.NoiseSeed), plan.Rounds[1].Training.Segment);
    }

    [Fact]
    public void Plan_OneShot_PrunesTheDenseNetworkEachTime()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":3,"oneShot":true}"""));
        Assert.All(plan.Steps.OfType<PruneStep>(), prune => Assert.Same(plan.Rounds[0].Training, Assert.Single(prune.Inputs).Step));
    }

    [Fact]
    public void Plan_ContinuedTraining_ResetsOnlyReportedTickets()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":2,"retrain":"continued"}"""));
        Assert.All(plan.Rounds, round => Assert.Same(plan.Rounds[0].Start, round.Start));
        var second = (PruneStep)plan.Rounds[2].Mask!;
        Assert.NotSame(plan.Rounds[1].Training, second.Inputs.Single(input => input.Role == "weights").Step);
    }

    [Fact]
    public void Plan_Controls_ShareTheTicketsMasksAndDenseTraining()
    {
        var alone = TinySpec.Plan(TinySpec.Read());
        var withControls = TinySpec.Plan(TinySpec.Read(controls: """["random-reinit", "shuffled-mask"]"""));
        Assert.Subset(withControls.Steps.Select(step => step.Key).ToHashSet(), alone.Steps.Select(step => step.Key).ToHashSet());
        var reinit = withControls.Rounds.Single(round => round is { Branch.Name: "random-reinit", Round: 2 });
        var ticket = withControls.Rounds.Single(round => round is { Branch.IsTicket: true, Round: 2 });
        Assert.Same(ticket.Mask, reinit.Mask);
        Assert.NotEqual(ticket.Start.Key, reinit.Start.Key);
        Assert.Equal(ticket.Training.Segment, reinit.Training.Segment);
    }

    [Fact]
    public void Plan_MoreReplicates_KeepsTheFirstOnesSteps()
    {
        var one = TinySpec.Plan(TinySpec.Read()).Steps.Select(step => step.Key).ToHashSet();
        var three = TinySpec.Plan(TinySpec.Read(replicates: 3)).Steps.Select(step => step.Key).ToHashSet();
        Assert.ProperSubset(three, one);
        Assert.Equal(3 * one.Count, three.Count);
    }

    [Fact]
    public void Plan_MoreRounds_KeepsTheFirstOnesSteps()
    {
        var two = TinySpec.Plan(TinySpec.Read()).Steps.Select(step => step.Key).ToHashSet();
        var four = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rule":"layerwise","rate":0.4,"outputRateFactor":0.5,"rounds":4}""")).Steps.Select(step => step.Key).ToHashSet();
        Assert.ProperSubset(four, two);
    }

    [Fact]
    public void Plan_RewindingBeyondTheEnd_IsRefused()
    {
        var refusal = Assert.Throws<LotteryLabException>(() => TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":1,"rewindTo":"99ep"}""")));
        Assert.Equal("spec.position", refusal.Code);
    }

    [Fact]
    public void Read_RewindingBeyondTheEndInIterations_IsReportedWithItsPath()
    {
        var refusal = Assert.Throws<UnparsedSpecException>(() => TinySpec.Read("""{"name":"imp","rounds":1,"rewindTo":"40it"}"""));
        Assert.Equal("method.rewindTo", Assert.Single(refusal.Problems).Path);
    }

    [Fact]
    public void Plan_UnknownTensor_IsRefusedWithTheNamesThatExist()
    {
        var refusal = Assert.Throws<LotteryLabException>(() => TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":1,"ignoreLayers":["nothing"]}""")));
        Assert.Contains("fc.weight", refusal.Message, StringComparison.Ordinal);
    }

    private static int Count<T>(ExperimentPlan plan) => plan.Steps.OfType<T>().Count();
}
