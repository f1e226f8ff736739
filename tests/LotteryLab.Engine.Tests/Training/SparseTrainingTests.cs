using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>Trainings with <c>sparse: auto</c> against the dense ones, and what must hold of any training.</summary>
public sealed class SparseTrainingTests
{
    // fc1 has 21 outputs of 80 inputs.
    private static readonly MaskSet Scattered = With(i => i * 7 % 40 < 4);
    private static readonly MaskSet Block = With(i => i / 80 < 12 && i % 80 < 48 && i % 9 != 4);
    private static readonly MaskSet Empty = With(_ => false);

    private static readonly Dictionary<string, ComponentSpec> Optimizers = new()
    {
        ["adam"] = new("adam", new AdamOptions { LearningRate = 5e-3, WeightDecay = 1e-2 }),
        ["adamw"] = new("adamw", new AdamWOptions { LearningRate = 5e-3, WeightDecay = 1e-2 }),
        ["sgd"] = TrainingCases.Sgd,
        ["nesterov"] = new("sgd", new SgdOptions { LearningRate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3 }),
    };

    private static readonly Dictionary<string, MaskSet> Masks = new() { ["scattered"] = Scattered, ["block"] = Block, ["empty"] = Empty };

    public static TheoryData<string, string> Trainings => new(
        from mask in Masks.Keys
        from optimizer in Optimizers.Keys
        select (mask, optimizer));

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Run_Sparse_FollowsTheDenseTraining(string mask, string optimizer)
    {
        using var cases = new TrainingCases("flip-crop");
        using var dense = Run(cases.Job(Optimizers[optimizer], mask: Masks[mask]));
        using var sparse = Run(Auto(cases.Job(Optimizers[optimizer], mask: Masks[mask])));
        Assert.Null(dense.Routes);
        Assert.Equal(mask == "block" ? LayerRoute.Compact : LayerRoute.Sparse, sparse.Routes!.Layers.Single(layer => layer.Name == "fc1").Route);
        var (expected, actual) = (TrainingCases.Bits(dense.Final), TrainingCases.Bits(sparse.Final));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        Assert.Equal(dense.Summary.FinalTestLoss, sparse.Summary.FinalTestLoss, 5e-3);
        Assert.NotEqual(TrainingCases.Bits(cases.Job().Start), actual);
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Run_StoppedAndResumed_EqualsUninterrupted(string mask, string optimizer)
    {
        using var cases = new TrainingCases("flip-crop");
        using var folder = new TemporaryFolder();
        var job = Auto(cases.Job(Optimizers[optimizer], from: 2, to: 26, mask: Masks[mask]));
        using var whole = Run(job);
        using var source = new CancellationTokenSource();
        var stopping = new RecordingObserver(Store(folder))
        {
            AtIteration = iteration =>
            {
                if (iteration == 17)
                {
                    source.Cancel();
                }
            },
        };
        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, cancellation: source.Token));

        var observer = new RecordingObserver(Store(folder));
        using var resumed = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(17, observer.ResumedAt);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.Summary.Points, resumed.Summary.Points);
    }

    [Fact]
    public void Run_TwiceOrSideBySide_GivesTheSameBits()
    {
        using var cases = new TrainingCases("flip-crop");
        using var alone = Run(Auto(cases.Job(mask: Scattered)));
        var expected = TrainingCases.Bits(alone.Final);
        var results = new float[2][];
        var threads = Enumerable.Range(0, 2).Select(lane => new Thread(() =>
        {
            using var outcome = TrainingLoop.Run(Auto(cases.Job(mask: Scattered)), new RecordingObserver());
            results[lane] = TrainingCases.Bits(outcome.Final);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Theory]
    [InlineData("scattered")]
    [InlineData("block")]
    public void Run_AnyRoute_KeepsPrunedWeightsExactlyZero(string mask)
    {
        using var cases = new TrainingCases();
        using var outcome = Run(Auto(cases.Job(TrainingCases.Sgd, mask: Masks[mask])));
        var (kept, values) = (Masks[mask]["fc1.weight"], outcome.Final.ReadFloats("fc1.weight"));
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(kept[i], values[i] != 0));
    }

    [Fact]
    public void Run_Evaluations_SeeTheWeightsOfTheMoment()
    {
        using var cases = new TrainingCases();
        using var dense = Run(cases.Job(mask: Scattered));
        using var sparse = Run(Auto(cases.Job(mask: Scattered)));
        Assert.Equal(dense.Summary.Points.Count, sparse.Summary.Points.Count);
        Assert.All(dense.Summary.Points.Zip(sparse.Summary.Points), pair => Assert.Equal(pair.First.ValidationLoss!.Value, pair.Second.ValidationLoss!.Value, 5e-3));
        Assert.True(Math.Abs(dense.Summary.Points[0].ValidationLoss!.Value - dense.Summary.Points[^1].ValidationLoss!.Value) > 0.05);
    }

    [Fact]
    public void Run_WithARule_IsTheDenseTraining()
    {
        using var cases = new TrainingCases();
        using var denseRule = new RotatingRule();
        using var dense = TrainingLoop.Run(cases.Job(mask: Scattered), new RecordingObserver(), denseRule, TestContext.Current.CancellationToken);
        using var rule = new RotatingRule();
        using var outcome = TrainingLoop.Run(Auto(cases.Job(mask: Scattered)), new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.True(rule.DenseGradientsSeen > 0);
        Assert.Null(outcome.Routes);
        Assert.Equal(TrainingCases.Bits(dense.Final), TrainingCases.Bits(outcome.Final));
    }

    [Fact]
    public void Run_WithoutAMaskOrInBrainFloats_IsTheDenseTraining()
    {
        using var cases = new TrainingCases();
        using var dense = Run(cases.Job());
        using var auto = Run(Auto(cases.Job()));
        Assert.Equal(TrainingCases.Bits(dense.Final), TrainingCases.Bits(auto.Final));
        using var low = Run(Auto(cases.Job(mask: Scattered, precision: "bfloat16")));
        Assert.Null(low.Routes);
    }

    [Theory]
    [InlineData("scattered")]
    [InlineData("block")]
    public void Run_ManySteps_FreesItsTensors(string mask)
    {
        using var cases = new TrainingCases();
        using (Run(Auto(cases.Job(mask: Masks[mask]))))
        {
            // The first run may create what LibTorch keeps for ever.
        }

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var counts = new List<long>();
        var observer = new RecordingObserver { AtIteration = _ => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount) };
        using (TrainingLoop.Run(Auto(cases.Job(to: 120, mask: Masks[mask])), observer, cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal(before + TrainingCases.Definition.Parameters.Count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(counts[20], counts[^10]);
    }

    [Theory]
    [InlineData("none", "standard", LayerRoute.Sparse)]
    [InlineData("none", "unit-norm", LayerRoute.Sparse)]
    [InlineData("none", "unit-norm", LayerRoute.Compact)]
    [InlineData("flip-crop", "unit-norm", LayerRoute.Sparse)]
    public void Run_ImagesGoStraightIntoASparseLayer_FollowsTheDenseTraining(string augmentation, string normalization, LayerRoute route)
    {
        using var cases = new TrainingCases(augmentation, normalization: normalization);
        Assert.Equal(normalization != "unit-norm", cases.Data.IsGatheredInPlace);
        using var start = Perceptron();
        var mask = BitMask.From(64 * 21, i => route == LayerRoute.Sparse ? i * 7 % 40 < 4 : i / 64 < 10 && i % 64 < 44);
        var job = cases.Job() with { Network = start.Definition, Start = start, Mask = new MaskSet([new("fc1.weight", mask)]) };
        using var dense = Run(job);
        using var sparse = Run(Auto(job));
        Assert.Equal(route, sparse.Routes!.Layers[0].Route);
        Assert.All(TrainingCases.Bits(dense.Final).Zip(TrainingCases.Bits(sparse.Final)), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
    }

    private static NetworkState Perceptron()
    {
        var network = new NetworkDefinition(new ImageShape(1, 8, 8), 4, [new FlattenLayer(), new LinearLayer("fc1", 64, 21), new ReluLayer(), new LinearLayer("fc", 21, 4)]);
        var random = new CounterRandom(8);
        var tensors = new List<torch.Tensor>();
        foreach (var parameter in network.Parameters)
        {
            var values = new float[parameter.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)random.NextDouble(-0.2, 0.2);
            }

            tensors.Add(torch.tensor(values, [.. parameter.Shape]));
        }

        return new NetworkState(network, tensors);
    }

    private static TrainingOutcome Run(TrainingJob job) =>
        TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);

    private static TrainingJob Auto(TrainingJob job) => job with { Recipe = job.Recipe with { Sparse = TrainingSpec.SparseAuto } };

    private static TrainingCheckpointStore Store(TemporaryFolder folder) => new(folder.Path, TimeSpan.MaxValue, TimeProvider.System);

    private static MaskSet With(Func<long, bool> isKept) =>
        new([.. TrainingCases.HalfMask.Entries.Select(entry => entry.Key == "fc1.weight" ? KeyValuePair.Create(entry.Key, BitMask.From(entry.Value.Count, isKept)) : entry)]);
}
