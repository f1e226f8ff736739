using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Tests.Training;

public sealed class CheckpointTests
{
    public static TheoryData<string, string> Recipes => new()
    {
        { "adam", "none" },
        { "adam", "flip-crop" },
        { "sgd", "none" },
        { "sgd", "flip-crop" },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_StoppedInMidEpochAndResumed_EqualsUninterrupted(string optimizer, string augmentation)
    {
        using var cases = new TrainingCases(augmentation);
        using var folder = new TemporaryFolder();
        var job = cases.Job(Optimizer(optimizer), from: 2, to: 26, mask: TrainingCases.HalfMask);
        using var whole = TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        StopAt(job, Store(folder), 17);

        var observer = new RecordingObserver(Store(folder));
        using var resumed = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(17, observer.ResumedAt);
        Assert.Equal(9, observer.Steps);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.Summary.Points, resumed.Summary.Points);
    }

    [Fact]
    public void Run_StoppedAtAnEvaluationPoint_DoesNotMeasureItTwice()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = cases.Job();
        StopAt(job, Store(folder), 10);
        var observer = new RecordingObserver(Store(folder));
        using var resumed = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([0L, 10, 20, 25], resumed.Summary.Points.Select(point => point.Iteration));
    }

    [Fact]
    public void Run_WithARule_ResumesItsMasksAndState()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = cases.Job(mask: TrainingCases.HalfMask);
        using var wholeRule = new RotatingRule();
        using var whole = TrainingLoop.Run(job, new RecordingObserver(), wholeRule, TestContext.Current.CancellationToken);
        using (var rule = new RotatingRule())
        {
            StopAt(job, Store(folder), 13, rule);
        }

        using var resumedRule = new RotatingRule();
        using var resumed = TrainingLoop.Run(job, new RecordingObserver(Store(folder)), resumedRule, TestContext.Current.CancellationToken);
        Assert.Equal(wholeRule.Updates, resumedRule.Updates);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.ChangedMask!.Entries, resumed.ChangedMask!.Entries);
    }

    [Fact]
    public void Run_DamagedCheckpoint_WarnsAndStartsAgain()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = cases.Job();
        using var whole = TrainingLoop.Run(job, new RecordingObserver(), cancellation: TestContext.Current.CancellationToken);
        var store = Store(folder);
        StopAt(job, store, 17);
        var bytes = File.ReadAllBytes(store.Path);
        foreach (var damaged in new[] { Flip(bytes, bytes.Length / 2), bytes[..^1], [], [1, 2, 3] })
        {
            File.WriteAllBytes(store.Path, damaged);
            var observer = new RecordingObserver(Store(folder));
            using var again = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
            Assert.Contains("damaged", Assert.Single(observer.Warnings), StringComparison.Ordinal);
            Assert.Null(observer.ResumedAt);
            Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(again.Final));
        }
    }

    [Fact]
    public void Run_CheckpointOfAnotherJob_IsNotUsed()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        StopAt(cases.Job(), Store(folder), 17);
        var observer = new RecordingObserver(Store(folder));
        using var other = TrainingLoop.Run(cases.Job() with { NoiseSeed = 77 }, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(observer.ResumedAt);
        Assert.Equal(25, observer.Steps);
    }

    [Fact]
    public void Run_IntervalPassed_WritesWithoutBeingAsked()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var clock = new StoppedClock();
        var store = new TrainingCheckpointStore(folder.Path, TimeSpan.FromSeconds(10), clock);
        var written = new List<long>();
        var observer = new RecordingObserver(store)
        {
            AtIteration = iteration =>
            {
                if (File.Exists(store.Path))
                {
                    written.Add(iteration - 1);
                    store.Delete();
                }

                clock.Advance(TimeSpan.FromSeconds(4));
            },
        };
        using var outcome = TrainingLoop.Run(cases.Job(to: 8), observer, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([3L, 6], written);
    }

    private static ComponentSpec Optimizer(string name) => name == "sgd" ? TrainingCases.Sgd : TrainingCases.Adam;

    private static TrainingCheckpointStore Store(TemporaryFolder folder) => new(folder.Path, TimeSpan.MaxValue, TimeProvider.System);

    private static byte[] Flip(byte[] bytes, int position)
    {
        var changed = bytes.ToArray();
        changed[position] ^= 1;
        return changed;
    }

    private static void StopAt(TrainingJob job, TrainingCheckpointStore store, long stop, TrainingRule? rule = null)
    {
        using var source = new CancellationTokenSource();
        var observer = new RecordingObserver(store)
        {
            AtIteration = iteration =>
            {
                if (iteration == stop)
                {
                    source.Cancel();
                }
            },
        };
        Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, observer, rule, source.Token));
        Assert.True(File.Exists(store.Path));
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan time) => ticks += time.Ticks;
    }
}
