using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Tests.Training;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Methods;

/// <summary>What must hold in every bi-level run (card 05, acceptance a').</summary>
public sealed class BipTests
{
    private const double Keep = 0.3;

    [Fact]
    public void ByMask_OfALinearLoss_IsMinusTwoOverGammaTimesTheSquare()
    {
        using var scope = torch.NewDisposeScope();
        const double gamma = 0.7;
        var slope = tensor([0.3f, -1.2f, 2f, 0.5f]);
        var mask = tensor([1f, 0f, 1f, 0f]);
        var solution = mask.mul(slope).mul(-1 / gamma);
        var expected = mask.mul(slope.square()).mul(-2 / gamma);
        var actual = BipGradient.ByMask(solution, mask, slope, gamma);
        Assert.All(actual.sub(expected).data<float>().ToArray(), difference => Assert.Equal(0, difference, 1e-5f));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("ig-free")]
    [InlineData("reference")]
    [InlineData("reference-unaliased")]
    [InlineData("accelerate")]
    public void Run_InAnyMode_KeepsTheCountAndMasksWeightsOnly(string mode)
    {
        using var cases = new TrainingCases();
        var job = Job(cases, 0.05);
        var observer = new RecordingObserver();
        using var rule = Rule(job, mode, 0.2);
        using var outcome = TrainingLoop.Run(job, observer, rule, TestContext.Current.CancellationToken);
        var mask = outcome.ChangedMask!;
        Assert.Equal(job.Network.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => parameter.Name), mask.Entries.Select(entry => entry.Key));
        var kept = mask.Count - TopScores.RemovedAt(Keep, mask.Count);
        Assert.Equal(kept, mask.Kept);
        Assert.All(observer.Points, point => Assert.Equal((double)kept / mask.Count, point.Extra!["maskDensity"]));
        Assert.NotEqual(job.Start.ReadFloats("fc.bias"), outcome.Final.ReadFloats("fc.bias"));
        foreach (var (name, bits) in mask.Entries)
        {
            Assert.All(outcome.Final.ReadFloats(name).Where((_, i) => !bits[i]), value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void Run_WithoutScoreSteps_TrainsAsOneShotPruningDoes()
    {
        // Batch norm would see the upper batches too; without it the two are the same training, bit for bit.
        using var cases = new TrainingCases();
        var job = cases.Job(Sgd(0.05), to: 20, rate: 0.05) with { Network = Plain, Start = Start() };
        using var start = job.Start;
        using var rule = Rule(job, "paper", scoreRate: 0);
        using var bip = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);

        using var dense = job.Start.Clone();
        using var learner = new BipLearner(dense, new BipSettings(BipMode.Paper, Keep));
        using var pruned = TrainingLoop.Run(job with { Mask = learner.Masks() }, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(learner.Masks().Entries, bip.ChangedMask!.Entries);
        Assert.Equal(TrainingCases.Bits(pruned.Final), TrainingCases.Bits(bip.Final));
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("reference")]
    [InlineData("accelerate")]
    public void Run_StoppedAndResumed_EqualsUninterrupted(string mode)
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = Job(cases, 0.05);
        var calm = new RecordingObserver();
        using var wholeRule = Rule(job, mode, 0.2);
        using var whole = TrainingLoop.Run(job, calm, wholeRule, TestContext.Current.CancellationToken);
        using (var rule = Rule(job, mode, 0.2))
        {
            using var source = new CancellationTokenSource();
            var stopping = new RecordingObserver(new TrainingCheckpointStore(folder.Path, TimeSpan.MaxValue, TimeProvider.System)) { AtIteration = iteration => { if (iteration == 13) { source.Cancel(); } } };
            Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, rule, source.Token));
        }

        using var resumedRule = Rule(job, mode, 0.2);
        var observer = new RecordingObserver(new TrainingCheckpointStore(folder.Path, TimeSpan.MaxValue, TimeProvider.System));
        using var resumed = TrainingLoop.Run(job, observer, resumedRule, TestContext.Current.CancellationToken);
        Assert.Equal(13, observer.ResumedAt);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(calm.Points[^1].Extra, observer.Points[^1].Extra);
    }

    [Theory]
    [InlineData("paper", false)]
    [InlineData("reference-unaliased", false)]
    [InlineData("reference", true)]
    public void Layers_ShareMemory_OnlyInTheReferenceMode(string mode, bool isShared)
    {
        using var state = Start();
        using var learner = new BipLearner(state, new BipOptions { Mode = mode }.Settings(Keep));
        learner.Layers[0].Weight.fill_(7);
        Assert.Equal(isShared, learner.Layers[0].Score.max().item<float>() == 7);
    }

    private static NetworkDefinition Plain { get; } = new(
        TrainingCases.Definition.Input,
        4,
        [new FlattenLayer(), new LinearLayer("fc1", 64, 20), new ReluLayer(), new LinearLayer("fc", 20, 4)]);

    private static NetworkState Start() => Initializer.Draw(Plain, new Engine.Architectures.ArchitectureOptions(), 3);

    private static TrainingJob Job(TrainingCases cases, double rate) => cases.Job(Sgd(rate), to: 25, rate: rate);

    private static Engine.Specs.ComponentSpec Sgd(double rate) => new("sgd", new SgdOptions { LearningRate = rate, Momentum = 0.9, WeightDecay = 1e-4 });

    private static BipRule Rule(TrainingJob job, string mode, double scoreRate) => new(
        new BipOptions { Mode = mode }.Settings(Keep),
        new ConstantSchedule().Resolve(new ConstantOptions(), scoreRate, TrainingCases.IterationsPerEpoch, job.To));
}
