using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Training;

public sealed class TrainingRuleTests
{
    [Fact]
    public void Run_RuleSkipsBatches_StillTakesAllIterations()
    {
        using var cases = new TrainingCases();
        using var rule = new RotatingRule();
        var observer = new RecordingObserver();
        using var outcome = TrainingLoop.Run(cases.Job(mask: TrainingCases.HalfMask), observer, rule, TestContext.Current.CancellationToken);
        Assert.Equal(25, observer.Steps);
        Assert.Equal(6, rule.Updates);
        Assert.Equal(rule.Updates, rule.DenseGradientsSeen);
        Assert.Equal(6, outcome.Summary.Points[^1].Extra!["updates"]);

        var mask = outcome.ChangedMask!["fc1.weight"];
        Assert.Equal(TrainingCases.HalfMask["fc1.weight"].Kept, mask.Kept);
        Assert.NotEqual(TrainingCases.HalfMask["fc1.weight"], mask);
        var values = outcome.Final.ReadFloats("fc1.weight");
        Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
    }

    [Fact]
    public void Run_RuleOwnsAllParameters_LoopTrainsNothing()
    {
        using var cases = new TrainingCases();
        using var rule = new FrozenRule();
        var job = cases.Job();
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.Equal(25, rule.OwnSteps);
        Assert.Equal(3, rule.Epochs);
        Assert.All(
            TrainingCases.Definition.Parameters.Where(parameter => parameter.IsTrainable && parameter.Name != "fc.bias"),
            parameter => Assert.Equal(job.Start.ReadFloats(parameter.Name), outcome.Final.ReadFloats(parameter.Name)));
        Assert.All(outcome.Final.ReadFloats("fc.bias"), value => Assert.Equal(3f, value));
    }

    [Fact]
    public void Run_ExtraLoss_ReachesTheWeights()
    {
        using var cases = new TrainingCases();
        using var rule = new ShrinkingRule();
        using var plain = TrainingLoop.Run(cases.Job(TrainingCases.Sgd), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        using var shrunk = TrainingLoop.Run(cases.Job(TrainingCases.Sgd), new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.True(shrunk.Final.ReadFloats("bn.weight").Sum(Math.Abs) < plain.Final.ReadFloats("bn.weight").Sum(Math.Abs));
    }

    [Fact]
    public void ComputeGradients_OfAnotherStream_GivesOtherGradients()
    {
        using var cases = new TrainingCases();
        using var rule = new TwoBatchRule();
        using var outcome = TrainingLoop.Run(cases.Job(to: 5), new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.Equal(5, rule.Differences);
    }

    private sealed class FrozenRule : TrainingRule
    {
        public int OwnSteps { get; private set; }

        public int Epochs { get; private set; }

        public override bool Trains(ParameterDefinition parameter) => false;

        public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
        {
            OwnSteps++;
            return BatchOutcome.Stepped;
        }

        public override void OnEpochEnd(TrainingRun run) => Epochs++;

        public override void OnEnd(TrainingRun run) => run.Write("fc.bias", torch.full([4], 3f));
    }

    private sealed class ShrinkingRule : TrainingRule
    {
        public override Tensor ExtraLoss(TrainingRun run) => run.State["bn.weight"].abs().sum().mul(0.5);
    }

    private sealed class TwoBatchRule : TrainingRule
    {
        public int Differences { get; private set; }

        public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
        {
            var lower = run.State["fc.weight"].grad!;
            run.ComputeGradients("upper");
            var upper = run.State["fc.weight"].grad!;
            Differences += lower.sub(upper).abs().max().item<float>() > 0 ? 1 : 0;
            return BatchOutcome.Step;
        }
    }
}
