using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Tests.Training;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Tests.Methods;

/// <summary>The invariants of card 03's acceptance, on a network with convolution, batch norm, dropout and linear layers.</summary>
public sealed class DynamicSparseRuleTests
{
    private const int Length = 25;

    private static readonly DropSchedule Schedule = new(0.3, DropSchedule.Cosine, 3, 0, 18, 4);

    public static TheoryData<string> Rules => ["set", "rigl", "rigl-accumulated", "snfs", "set_original"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Run_AnyRule_KeepsTheNumberOfWeightsOfEachTensor(string name)
    {
        using var cases = new TrainingCases();
        using var rule = Create(name);
        using var outcome = TrainingLoop.Run(cases.Job(TrainingCases.Sgd, to: Length, mask: TrainingCases.HalfMask), new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.NotNull(outcome.ChangedMask);
        foreach (var (tensor, mask) in TrainingCases.HalfMask.Entries)
        {
            Assert.Equal(mask.Kept, outcome.ChangedMask[tensor].Kept);
            Assert.NotEqual(mask, outcome.ChangedMask[tensor]);
            var values = outcome.Final.ReadFloats(tensor);
            Assert.All(Enumerable.Range(0, values.Length).Where(i => !outcome.ChangedMask[tensor][i]), i => Assert.Equal(0f, values[i]));
        }

        var measured = outcome.Summary.Points[^1].Extra!;
        Assert.True(measured["explored"] > TrainingCases.HalfMask.Density);
        Assert.InRange(measured["moved"], 0.01, 1);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Run_StoppedAndResumed_EqualsUninterrupted(string name)
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = cases.Job(TrainingCases.Sgd, to: Length, mask: TrainingCases.HalfMask);
        using var wholeRule = Create(name);
        using var whole = TrainingLoop.Run(job, new RecordingObserver(), wholeRule, TestContext.Current.CancellationToken);
        using (var source = new CancellationTokenSource())
        using (var rule = Create(name))
        {
            var stopping = new RecordingObserver(Store(folder)) { AtIteration = iteration => { if (iteration == 13) { source.Cancel(); } } };
            Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, rule, source.Token));
        }

        using var resumedRule = Create(name);
        var observer = new RecordingObserver(Store(folder));
        using var resumed = TrainingLoop.Run(job, observer, resumedRule, TestContext.Current.CancellationToken);
        Assert.Equal(13, observer.ResumedAt);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.ChangedMask!.Entries, resumed.ChangedMask!.Entries);
        Assert.Equal(whole.Summary.Points[^1].Extra, resumed.Summary.Points[^1].Extra);
    }

    [Fact]
    public void Rigl_Updates_SkipTheirBatchesAndStop()
    {
        using var cases = new TrainingCases();
        using var rule = Create("rigl");
        var observer = new RecordingObserver();
        using var outcome = TrainingLoop.Run(cases.Job(TrainingCases.Sgd, to: Length, mask: TrainingCases.HalfMask), observer, rule, TestContext.Current.CancellationToken);
        Assert.Equal(Length, observer.Steps);
        Assert.Equal(Schedule.Updates(0, Length).Count(), outcome.Summary.Points[^1].Extra!["updates"]);
        Assert.Equal(0, outcome.Summary.Points[^1].Extra!["dropFraction"]);
    }

    [Fact]
    public void Rigl_Update_GrowsWhereTheDenseGradientIsLargest()
    {
        using var cases = new TrainingCases();
        using var rule = new WatchedRigl();
        using var outcome = TrainingLoop.Run(cases.Job(TrainingCases.Sgd, to: Length, mask: TrainingCases.HalfMask), new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.True(rule.New > 0, "some positions must be new");
    }

    [Fact]
    public void Drop_EqualMagnitudes_KeepTheLowerIndexAndOnlyActiveOnes()
    {
        var mask = BitMask.From(6, i => i != 0);
        var kept = ConnectivityUpdate.Drop([9f, 1f, -1f, 1f, 0f, 0f], mask, 3);
        Assert.Equal(BitMask.From(6, i => i is 1 or 2), kept);
    }

    [Fact]
    public void Grow_JustDroppedPosition_MayComeBack()
    {
        var kept = BitMask.From(5, i => i == 0);
        Assert.Equal(BitMask.From(5, i => i is 0 or 1 or 3), ConnectivityUpdate.Grow(kept, [9f, 2f, 1f, 2f, 2f], 2));
    }

    [Theory]
    [InlineData(43, 0.25, 10)]
    [InlineData(10, 0.3, 3)]
    [InlineData(3, 0.3, 0)]
    public void DropCount_InSinglePrecision_IsTruncated(long active, double fraction, long expected) =>
        Assert.Equal(expected, ConnectivityUpdate.DropCount(active, fraction));

    [Fact]
    public void Evolution_Counts_WhatMovedAndWhatWasExplored()
    {
        var start = BitMask.From(6, i => i < 3);
        var evolution = new TensorEvolution("w", start);
        var after = BitMask.From(6, i => i is 0 or 2 or 4);
        evolution.Record(start, BitMask.From(6, i => i == 0), after);
        Assert.Equal((1, 1, 1), (evolution.Dropped, evolution.Grown, evolution.Regrown));
        Assert.Equal(4, evolution.Explored);
        Assert.Equal(2, evolution.DistanceToStart(after));
        var copy = new TensorEvolution("w", start);
        copy.Restore(evolution.State);
        Assert.Equal(evolution.State, copy.State);
    }

    [Fact]
    public void Snfs_Share_FillsLayersByMomentumUpToTheirRoom()
    {
        Assert.Equal([30L, 10], SnfsRule.Share([3, 1], [1000, 1000], 40));
        Assert.Equal([9L, 31], SnfsRule.Share([3, 1], [10, 1000], 40));
        Assert.Equal(40, SnfsRule.Share([0, 0, 0], [1000, 1000, 1000], 40).Sum());
    }

    private static TrainingCheckpointStore Store(TemporaryFolder folder) => new(folder.Path, TimeSpan.MaxValue, TimeProvider.System);

    private static TrainingRule Create(string name) => name switch
    {
        "set" => new SetRule(Schedule),
        "rigl" => new RiglRule(Schedule, 1, new GrownWeights(GrownWeights.Zero, 1, 0)),
        "rigl-accumulated" => new RiglRule(Schedule, 2, new GrownWeights(GrownWeights.Gradient, 0.1, -1)),
        "snfs" => new SnfsRule(Schedule, 0.9, isRedistributed: false),
        _ => new SetOriginalRule(0.3),
    };

    /// <summary>Checks every update from outside: kept is a subset of the old mask, new positions start at zero and have large gradients.</summary>
    private sealed class WatchedRigl : TrainingRule
    {
        private readonly RiglRule inner = new(Schedule, 1, new GrownWeights(GrownWeights.Zero, 1, 0));

        public int New { get; private set; }

        public override void OnStart(TrainingRun run) => inner.OnStart(run);

        public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
        {
            var before = TrainingCases.HalfMask.Entries.ToDictionary(entry => entry.Key, entry => (Mask: run.Mask(entry.Key)!, Weights: run.State.ReadFloats(entry.Key)));
            var outcome = inner.BeforeOptimizerStep(run);
            foreach (var (name, old) in outcome == BatchOutcome.Skip ? before : [])
            {
                var now = run.State.ReadFloats(name);
                var mask = run.Mask(name)!;
                for (var i = 0; i < now.Length; i++)
                {
                    Assert.Equal(mask[i] && old.Mask[i] ? old.Weights[i] : 0f, now[i]);
                    New += mask[i] && !old.Mask[i] ? 1 : 0;
                }
            }

            return outcome;
        }

        protected override void Dispose(bool disposing) => inner.Dispose();
    }
}
