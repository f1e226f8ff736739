using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

public sealed class TrainingLoopTests
{
    [Fact]
    public void Run_EvaluatesAtStartCadenceAndEnd()
    {
        using var cases = new TrainingCases();
        var observer = new RecordingObserver();
        using var outcome = TrainingLoop.Run(cases.Job(from: 4, to: 25), observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([4L, 10, 20, 25], observer.Points.Select(point => point.Iteration));
        Assert.Equal(observer.Points, outcome.Summary.Points);
        Assert.Null(observer.Points[0].TrainLoss);
        Assert.All(observer.Points.Skip(1), point => Assert.True(point.TrainLoss > 0));
        Assert.All(observer.Points, point => Assert.True(point.ValidationLoss > 0 && point.TestAccuracy is >= 0 and <= 1));
        Assert.Equal(21, observer.Steps);
        Assert.Null(outcome.ChangedMask);
    }

    [Fact]
    public void Run_LearnsAndReportsTheEarliestBestValidationPoint()
    {
        using var cases = new TrainingCases();
        using var outcome = TrainingLoop.Run(cases.Job(to: 120, rate: 1e-2), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        var best = outcome.Summary.Points.MinBy(point => point.ValidationLoss)!;
        Assert.Equal(best.Iteration, outcome.Summary.EarlyStopIteration);
        Assert.Equal(best.TestAccuracy, outcome.Summary.TestAccuracyAtEarlyStop);
        Assert.True(outcome.Summary.FinalTestAccuracy > 0.6);
        Assert.True(outcome.Summary.FinalTrainAccuracy > 0.6);
        Assert.True(outcome.Summary.Points[^1].TrainLoss < outcome.Summary.Points[1].TrainLoss);
    }

    [Fact]
    public void Run_WithoutValidationImages_HasNoEarlyStop()
    {
        using var cases = new TrainingCases(validation: 0);
        using var outcome = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Null(outcome.Summary.EarlyStopIteration);
        Assert.Null(outcome.Summary.Points[0].ValidationLoss);
    }

    [Fact]
    public void Run_OfNoIterations_OnlyMeasures()
    {
        using var cases = new TrainingCases();
        var job = cases.Job(from: 9, to: 9);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(9, Assert.Single(outcome.Summary.Points).Iteration);
        Assert.Equal(TrainingCases.Bits(job.Start), TrainingCases.Bits(outcome.Final));
    }

    [Fact]
    public void Run_Twice_GivesTheSameBits()
    {
        using var cases = new TrainingCases("flip-crop");
        using var first = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        using var second = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(TrainingCases.Bits(first.Final), TrainingCases.Bits(second.Final));
        Assert.Equal(first.Summary.Points, second.Summary.Points);
    }

    [Fact]
    public void Run_OtherNoiseSeed_GivesOtherBits()
    {
        using var cases = new TrainingCases();
        using var first = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        using var second = TrainingLoop.Run(cases.Job() with { NoiseSeed = 43 }, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.NotEqual(TrainingCases.Bits(first.Final), TrainingCases.Bits(second.Final));
    }

    [Fact]
    public void Run_SideBySideOnThreads_GivesTheBitsOfOneThread()
    {
        using var cases = new TrainingCases("flip");
        using var alone = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        var expected = TrainingCases.Bits(alone.Final);
        var results = new float[3][];
        var threads = Enumerable.Range(0, 3).Select(lane => new Thread(() =>
        {
            using var outcome = TrainingLoop.Run(cases.Job(), new RecordingObserver());
            results[lane] = TrainingCases.Bits(outcome.Final);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void Run_WithMask_KeepsPrunedWeightsExactlyZeroAtEveryEvaluation()
    {
        using var cases = new TrainingCases();
        using var watcher = new ZeroWatcher();
        var job = cases.Job(TrainingCases.Sgd, mask: TrainingCases.HalfMask);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), watcher, TestContext.Current.CancellationToken);
        Assert.Equal(4, watcher.Evaluations);
        foreach (var (name, mask) in TrainingCases.HalfMask.Entries)
        {
            var values = outcome.Final.ReadFloats(name);
            Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
            Assert.Contains(values, value => value != 0);
        }
    }

    [Fact]
    public void Run_LeavesItsStartAndTheDataAlone()
    {
        using var cases = new TrainingCases();
        var job = cases.Job(mask: TrainingCases.HalfMask);
        var before = TrainingCases.Bits(job.Start);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(before, TrainingCases.Bits(job.Start));
        Assert.All(outcome.Final.Tensors, tensor => Assert.False(tensor.requires_grad));
    }

    [Fact]
    public void Run_ThatDiverges_SaysWhereAndWhatToTry()
    {
        using var cases = new TrainingCases();
        var job = cases.Job(new("sgd", new SgdOptions { LearningRate = 1e30 }), rate: 1e30);
        var failure = Assert.Throws<LotteryLabException>(() => TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("training.diverged", failure.Code);
        Assert.Contains("by iteration 10", failure.Message, StringComparison.Ordinal);
        Assert.Contains("1E+30", failure.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate three to ten times smaller", failure.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnyOutcome_FreesItsTensors()
    {
        using var cases = new TrainingCases("flip-crop");
        using (TrainingLoop.Run(cases.Job(mask: TrainingCases.HalfMask), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken))
        {
            // The first run may create what LibTorch keeps for ever.
        }

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (TrainingLoop.Run(cases.Job(mask: TrainingCases.HalfMask), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken))
        {
            Assert.Equal(before + TrainingCases.Definition.Parameters.Count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Throws<LotteryLabException>(() => TrainingLoop.Run(cases.Job(TrainingCases.Sgd, rate: 1e30), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_InBrainFloats_TrainsToSimilarLoss()
    {
        using var cases = new TrainingCases();
        using var full = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        using var half = TrainingLoop.Run(cases.Job(precision: "bfloat16"), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(full.Summary.FinalTestLoss, half.Summary.FinalTestLoss, 0.1);
        Assert.All(half.Final.Tensors, tensor => Assert.Equal(torch.ScalarType.Float32, tensor.dtype));
    }

    [Fact]
    public void Run_ChannelsLast_TrainsToSimilarLoss()
    {
        using var cases = new TrainingCases();
        using var plain = TrainingLoop.Run(cases.Job(), new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        using var arranged = TrainingLoop.Run(cases.Job() with { Runtime = ChannelsLastRuntime.Instance }, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(plain.Summary.FinalTestLoss, arranged.Summary.FinalTestLoss, 1e-3);
    }

    /// <summary>Looks at the live weights whenever an evaluation is taken.</summary>
    private sealed class ZeroWatcher : TrainingRule
    {
        public int Evaluations { get; private set; }

        public override IReadOnlyDictionary<string, double>? Measure(TrainingRun run)
        {
            Evaluations++;
            foreach (var (name, mask) in run.Masks!.Entries)
            {
                var values = run.State.ReadFloats(name);
                Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
            }

            return null;
        }
    }
}
