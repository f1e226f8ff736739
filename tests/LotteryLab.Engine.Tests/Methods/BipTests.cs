using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
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
    [InlineData("paper", "unstructured", false, false)]
    [InlineData("reference-unaliased", "unstructured", false, false)]
    [InlineData("reference", "unstructured", true, true)]
    [InlineData("reference", "filter", true, false)]
    [InlineData("reference", "channel", true, false)]
    public void Layers_ShareMemory_OnlyWhereTheReleasedCodeHasScores(string mode, string structure, bool areConvolutionsShared, bool areLinearLayersShared)
    {
        using var cases = new TrainingCases();
        using var state = Job(cases, 0.05).Start.Clone();
        using var learner = new BipLearner(state, new BipOptions { Mode = mode, Structure = structure }.Settings(Keep));
        foreach (var layer in learner.Layers)
        {
            layer.Weight.fill_(7);
            Assert.Equal(layer.Name.StartsWith("conv", StringComparison.Ordinal) ? areConvolutionsShared : areLinearLayersShared, layer.Score.max().item<float>() == 7);
        }
    }

    [Fact]
    public void Accelerate_PassesEachBatchOnce()
    {
        using var scope = torch.NewDisposeScope();
        using var cases = new TrainingCases();
        var job = Job(cases, 0.05) with { To = 1 };

        // With a score rate of 0 the network is the same in both passes, so batch norm tells which batches it has seen.
        using var rule = Rule(job, "accelerate", 0);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);

        using var state = job.Start.Clone();
        using var learner = new BipLearner(state, new BipOptions { Mode = "accelerate" }.Settings(Keep));
        using var noise = new Generator();
        foreach (var seed in new[] { job.NoiseSeed, SeedTree.Derive(job.NoiseSeed, "stream/upper") })
        {
            using var stream = new BatchStream(job.Data, job.Recipe.BatchSize, seed);
            new Network(job.Network).Forward(stream.Take(0).Images, state, new ForwardPass { IsTraining = true, Noise = noise });
        }

        Assert.Equal(state.ReadFloats("bn.running_mean"), outcome.Final.ReadFloats("bn.running_mean"));
        Assert.Equal(state.ReadFloats("bn.running_var"), outcome.Final.ReadFloats("bn.running_var"));
    }

    [Fact]
    public void Accelerate_FirstScoreStep_LeavesWhatHasNoGradientYet()
    {
        using var scope = torch.NewDisposeScope();
        using var state = Start();
        using var learner = new BipLearner(state, new BipOptions { Mode = "accelerate", WeightDecay = 0.5 }.Settings(Keep));
        var before = learner.Layers[0].Weight.data<float>().ToArray();
        Pass(state);
        learner.StepScores(0.1);
        Assert.Equal(before, learner.Layers[0].Weight.data<float>().ToArray());

        // From the first weight step on decay and momentum go on in score steps, as in the released code.
        Pass(state);
        learner.StepWeights(0.1);
        before = learner.Layers[0].Weight.data<float>().ToArray();
        Pass(state);
        learner.StepScores(0.1);
        Assert.NotEqual(before, learner.Layers[0].Weight.data<float>().ToArray());
    }

    private static void Pass(NetworkState state)
    {
        foreach (var tensor in state.Tensors)
        {
            tensor.requires_grad = true;
            tensor.grad = null;
        }

        nn.functional.cross_entropy(new Network(Plain).Forward(torch.ones([2, 1, 8, 8]), state, isTraining: true), tensor([0L, 1L])).backward();
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
