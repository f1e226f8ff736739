using LotteryLab.Engine.Catalog;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

public sealed class RecordedStepTests
{
    private static readonly ComponentSpec AdamW = new("adamw", new AdamWOptions { LearningRate = 5e-3, WeightDecay = 0.05, WeightDecayRule = "weights-only" });
    private static readonly ComponentSpec Nesterov = new("sgd", new SgdOptions { LearningRate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-2, WeightDecayRule = "weights-only" });

    public static TheoryData<string, string, bool> Recipes
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var optimizer in new[] { "adam", "adamw", "sgd", "nesterov", "plain" })
            {
                data.Add(optimizer, "none", false);
                data.Add(optimizer, "flip-crop", true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_Recorded_EndsWhereTheOrdinaryTrainingEnds(string optimizer, string augmentation, bool isMasked)
    {
        using var cases = new RecordedCases(augmentation);
        var like = cases.Like(Optimizer(optimizer), isMasked ? TrainingCases.HalfMask : null);
        using var ordinary = Run(cases.Ordinary(like));
        using var recorded = Run(cases.Recorded(like));

        // The ordinary update on the CPU is one pass of our own that rounds after each operation; here LibTorch's operations round in another order.
        var (expected, actual) = (TrainingCases.Bits(ordinary.Final), TrainingCases.Bits(recorded.Final));
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 2e-5f));
        Assert.Equal(ordinary.Summary.Points.Count, recorded.Summary.Points.Count);
        foreach (var (one, other) in ordinary.Summary.Points.Zip(recorded.Summary.Points).Skip(1))
        {
            Assert.Equal(one.Iteration, other.Iteration);
            Assert.Equal(one.TrainLoss!.Value, other.TrainLoss!.Value, 1e-5);
            Assert.Equal(one.ValidationLoss!.Value, other.ValidationLoss!.Value, 1e-5);
        }

        // 25 steps: two whole epochs of six batches and a smaller one, and four more batches. Three steps come before the recording.
        Assert.Equal((1, 19, 1), (cases.Recorder.Recordings, cases.Recorder.Replays, cases.Recorder.Freed));
    }

    [Fact]
    public void Run_Recorded_KeepsPrunedWeightsExactlyZero()
    {
        using var cases = new RecordedCases();
        using var outcome = Run(cases.Recorded(cases.Like(Nesterov, TrainingCases.HalfMask)));
        foreach (var (name, mask) in TrainingCases.HalfMask.Entries)
        {
            var values = outcome.Final.ReadFloats(name);
            Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
            Assert.Contains(values, value => value != 0);
        }
    }

    [Theory]
    [InlineData("adam", "none")]
    [InlineData("nesterov", "flip-crop")]
    public void Run_ReplayedOrNot_IsTheSameBits(string optimizer, string augmentation)
    {
        using var cases = new RecordedCases(augmentation);
        var like = cases.Like(Optimizer(optimizer), TrainingCases.HalfMask);
        using var replayed = Run(cases.Recorded(like));
        var observer = new RecordingObserver();
        var refusing = new RepeatingRecorder { Failure = new InvalidOperationException("no room for it") };
        using var direct = TrainingLoop.Run(cases.Ordinary(like) with { Recorder = refusing }, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(TrainingCases.Bits(replayed.Final), TrainingCases.Bits(direct.Final));
        Assert.Equal(replayed.Summary.Points, direct.Summary.Points);
        Assert.Equal("The training step could not be recorded and is done operation by operation: no room for it", Assert.Single(observer.Warnings));
        Assert.Equal((1, 0), (refusing.Recordings, refusing.Replays));
    }

    [Theory]
    [InlineData("adam", "flip-crop", 17)]
    [InlineData("sgd", "none", 9)]
    public void Run_StoppedInMidEpochAndResumed_EqualsUninterrupted(string optimizer, string augmentation, long stop)
    {
        using var cases = new RecordedCases(augmentation);
        using var folder = new TemporaryFolder();
        var job = cases.Recorded(cases.Like(Optimizer(optimizer), TrainingCases.HalfMask, from: 2, to: 26));
        using var whole = Run(job);
        using var source = new CancellationTokenSource();
        var stopping = new RecordingObserver(Store(folder)) { AtIteration = iteration => { if (iteration == stop) { source.Cancel(); } } };
        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, cancellation: source.Token));

        var observer = new RecordingObserver(Store(folder));
        using var resumed = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(stop, observer.ResumedAt);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.Summary.Points, resumed.Summary.Points);
    }

    [Fact]
    public void Replay_AsksTheScheduleForNothing()
    {
        using var cases = new RecordedCases("flip-crop");
        var job = cases.Recorded(cases.Like(Optimizer("adam")));
        using var outcome = Run(job with { Schedule = new DeafSchedule(job.Schedule, cases.Recorder) });
        Assert.True(cases.Recorder.Replays > 0);
    }

    [Fact]
    public void Run_InBrainFloatsWithChannelsLast_TrainsToSimilarLoss()
    {
        using var cases = new RecordedCases();
        var like = cases.Like(Optimizer("adam"), precision: "bfloat16") with { Runtime = ChannelsLastRuntime.Instance };
        using var ordinary = Run(cases.Ordinary(like));
        using var recorded = Run(cases.Recorded(like));
        Assert.Equal(ordinary.Summary.FinalTestLoss, recorded.Summary.FinalTestLoss, 0.02);
    }

    [Fact]
    public void Run_WithDropout_SaysWhyNotAndTrainsTheOrdinaryWay()
    {
        using var cases = new TrainingCases();
        using var ordinary = Run(cases.Job());
        AssertUnrecorded(cases.Job(), null, "dropout is seeded anew for every step", ordinary);
    }

    [Fact]
    public void Run_WithARule_SaysWhyNotAndTrainsTheOrdinaryWay()
    {
        using var cases = new RecordedCases();
        var job = cases.Ordinary(cases.Like(TrainingCases.Adam, TrainingCases.HalfMask));
        using var first = new RotatingRule();
        using var second = new RotatingRule();
        using var ordinary = TrainingLoop.Run(job, new RecordingObserver(), first, TestContext.Current.CancellationToken);
        AssertUnrecorded(job, second, "its method takes part in every step", ordinary);
    }

    [Fact]
    public void Run_SparseOnTheCpu_SaysWhyNotAndTrainsTheOrdinaryWay()
    {
        using var cases = new RecordedCases();
        var few = new MaskSet(TrainingCases.HalfMask.Entries.Select(entry => KeyValuePair.Create(entry.Key, BitMask.From(entry.Value.Count, i => i % 20 == 0))));
        var dense = cases.Ordinary(cases.Like(TrainingCases.Adam, few));
        var job = dense with { Recipe = dense.Recipe with { Sparse = TrainingSpec.SparseAuto } };
        using var ordinary = Run(job);
        AssertUnrecorded(job, null, "its sparse layers are faster the ordinary way", ordinary);
    }

    [Fact]
    public void Run_WithAnotherOptimizer_SaysWhyNot()
    {
        using var cases = new RecordedCases();
        var job = cases.Ordinary(cases.Like(new ComponentSpec("still", new SgdOptions()))) with { Catalog = ComponentCatalog.FromTypes(typeof(StillOptimizer), typeof(MilestonesSchedule)) };
        using var ordinary = Run(job);
        AssertUnrecorded(job, null, "the optimizer still has no form for it", ordinary);
    }

    [Fact]
    public void Run_Recorded_FreesItsTensors()
    {
        using var cases = new RecordedCases("flip-crop");
        var job = cases.Recorded(cases.Like(AdamW, TrainingCases.HalfMask));
        Run(job).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (Run(job))
        {
            Assert.Equal(before + job.Network.Parameters.Count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static TrainingOutcome Run(TrainingJob job) => TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);

    private static void AssertUnrecorded(TrainingJob job, TrainingRule? rule, string reason, TrainingOutcome ordinary)
    {
        var (observer, recorder) = (new RecordingObserver(), new RepeatingRecorder());
        using var outcome = TrainingLoop.Run(job with { Recorder = recorder }, observer, rule, TestContext.Current.CancellationToken);
        Assert.Equal($"The training step is done operation by operation and not recorded: {reason}.", Assert.Single(observer.Warnings));
        Assert.Equal(0, recorder.Recordings);
        Assert.Equal(TrainingCases.Bits(ordinary.Final), TrainingCases.Bits(outcome.Final));
    }

    private static TrainingCheckpointStore Store(TemporaryFolder folder) => new(folder.Path, TimeSpan.MaxValue, TimeProvider.System);

    private static ComponentSpec Optimizer(string name) => name switch
    {
        "adam" => TrainingCases.Adam,
        "adamw" => AdamW,
        "sgd" => TrainingCases.Sgd,
        "nesterov" => Nesterov,
        _ => new("sgd", new SgdOptions { LearningRate = 0.05 }),
    };

    /// <summary>Fails when it is asked in the middle of a replay.</summary>
    private sealed class DeafSchedule(ILearningRateSchedule inner, RepeatingRecorder recorder) : ILearningRateSchedule
    {
        public double At(long iteration) => recorder.IsReplaying ? throw new InvalidOperationException("A replay asked the host.") : inner.At(iteration);
    }

    /// <summary>An optimizer without a form for recorded steps.</summary>
    private sealed class StillOptimizer : IOptimizerComponent
    {
        public Descriptor Descriptor { get; } = new("still", "Still", "Stochastic gradient descent that has no form for recorded steps.");

        public Type OptionsType => typeof(SgdOptions);

        public double LearningRate(object options) => ((SgdOptions)options).LearningRate;

        public IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters) => new Sgd().Create(options, parameters);
    }
}
