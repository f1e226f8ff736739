using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Tests.Training;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Methods;

/// <summary>What must hold in every search (card 04, acceptance a).</summary>
public sealed class ScoreLearningTests
{
    private const int Epochs = 6;

    [Fact]
    public void Search_LeavesEveryWeightInTheMaskAsItWas()
    {
        using var cases = new TrainingCases();
        var job = Job(cases);
        using var rule = Rule(job, new GemMinerSettings(new FreezingSchedule(0.2, Epochs, 1), 1e-4, false, true, false, false));
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        var mask = outcome.ChangedMask!;
        foreach (var (name, bits) in mask.Entries)
        {
            var (before, after) = (job.Start.ReadFloats(name), outcome.Final.ReadFloats(name));
            Assert.All(Enumerable.Range(0, before.Length), i => Assert.Equal(bits[i] ? before[i] : 0f, after[i]));
        }

        Assert.Equal(job.Start.ReadFloats("fc.bias"), outcome.Final.ReadFloats("fc.bias"));
        Assert.Equal(job.Start.ReadFloats("bn.weight"), outcome.Final.ReadFloats("bn.weight"));
        Assert.NotEqual(job.Start.ReadFloats("bn.running_mean"), outcome.Final.ReadFloats("bn.running_mean"));
    }

    [Fact]
    public void Search_WithoutTies_MeetsTheCountOfTheSchedule()
    {
        using var cases = new TrainingCases();
        var job = Job(cases);
        var schedule = new FreezingSchedule(0.2, Epochs, 1);
        using var rule = Rule(job, new GemMinerSettings(schedule, 0, false, true, false, false));
        var observer = new RecordingObserver();
        using var outcome = TrainingLoop.Run(job, observer, rule, TestContext.Current.CancellationToken);
        var count = outcome.ChangedMask!.Count;
        Assert.True(outcome.ChangedMask.Kept <= schedule.ActiveAfterRounds(count).Last());
        var densities = observer.Points.Select(point => point.Extra!["flagDensity"]).ToList();
        Assert.Equal(densities.OrderDescending(), densities);
        Assert.All(observer.Points.SkipLast(1), point => Assert.True(point.Extra!["maskDensity"] <= point.Extra["flagDensity"]));
        Assert.Equal(count, observer.Points[^1].Extra!.Where(pair => pair.Key.StartsWith("scores/", StringComparison.Ordinal)).Sum(pair => pair.Value));
    }

    [Fact]
    public void Search_WithExactCount_LeavesExactlyThatMany()
    {
        using var cases = new TrainingCases();
        var job = Job(cases);
        using var rule = Rule(job, new GemMinerSettings(new FreezingSchedule(0.25, Epochs, 2), 1e-4, false, true, IsExact: true, false));
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        Assert.Equal((long)Math.Round(0.25 * outcome.ChangedMask!.Count), outcome.ChangedMask.Kept);
    }

    [Fact]
    public void Search_WhoseMaskEmpties_EndsWithTheTargetAndSaysSo()
    {
        using var cases = new TrainingCases();
        var job = Job(cases);
        using var rule = Rule(job, new GemMinerSettings(new FreezingSchedule(0.1, Epochs, 1), 10, false, true, false, false));
        var observer = new RecordingObserver();
        using var outcome = TrainingLoop.Run(job, observer, rule, TestContext.Current.CancellationToken);
        Assert.Equal((long)Math.Round(0.1 * outcome.ChangedMask!.Count), outcome.ChangedMask.Kept);
        Assert.Contains(observer.Warnings, warning => warning.Contains("search ends", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gem-miner")]
    [InlineData("edge-popup")]
    [InlineData("iterand")]
    public void Search_StoppedAndResumed_EqualsUninterrupted(string method)
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = Job(cases);
        using var wholeRule = Rule(job, method);
        var calm = new RecordingObserver();
        using var whole = TrainingLoop.Run(job, calm, wholeRule, TestContext.Current.CancellationToken);
        using (var rule = Rule(job, method))
        {
            using var source = new CancellationTokenSource();
            var stopping = new RecordingObserver(new TrainingCheckpointStore(folder.Path, TimeSpan.MaxValue, TimeProvider.System)) { AtIteration = iteration => { if (iteration == 17) { source.Cancel(); } } };
            Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, rule, source.Token));
        }

        using var resumedRule = Rule(job, method);
        var observer = new RecordingObserver(new TrainingCheckpointStore(folder.Path, TimeSpan.MaxValue, TimeProvider.System));
        using var resumed = TrainingLoop.Run(job, observer, resumedRule, TestContext.Current.CancellationToken);
        Assert.Equal(17, observer.ResumedAt);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.ChangedMask!.Entries, resumed.ChangedMask!.Entries);
        Assert.Equal(calm.Points[^1].Extra, observer.Points[^1].Extra);
    }

    [Fact]
    public void Round_WithTies_FreezesAllThatTie()
    {
        var frozen = Freezing.Round([[0f, 0f, 0f, 0.4f, 0.9f]], [BitMask.Full(5)], 0.2);
        Assert.Equal((1, 2, 0f), (frozen.Quota, frozen.Left, frozen.Threshold));
        Assert.Equal(4, Freezing.Round([[0.1f, 0.2f, 0.3f, 0.4f, 0.9f]], [BitMask.Full(5)], 0.2).Left);
    }

    [Fact]
    public void Round_Inverted_FreezesTheLargest()
    {
        var frozen = Freezing.Round([[0.1f, 0.9f], [0.5f, 0.3f]], [BitMask.Full(2), BitMask.Full(2)], 0.5, isInverted: true);
        Assert.Equal(BitMask.FromFloats([1, 0]), frozen.Flags[0]);
        Assert.Equal(BitMask.FromFloats([0, 1]), frozen.Flags[1]);
    }

    [Fact]
    public void To_FreezesExactlyAndBreaksTiesInOrder()
    {
        var flags = Freezing.To([[0f, 0f, 0.5f], [0f, 1f]], [BitMask.Full(3), BitMask.Full(2)], 3);
        Assert.Equal(BitMask.FromFloats([0, 0, 1]), flags[0]);
        Assert.Equal(BitMask.FromFloats([1, 1]), flags[1]);
    }

    [Fact]
    public void KeepLargest_WithTies_DropsTheFirst()
    {
        using var values = tensor([1f, 2f, 1f, 3f, 1f, 0f]);
        using var mask = TopScores.KeepLargest(values, 3);
        Assert.Equal([0f, 1f, 0f, 1f, 1f, 0f], mask.data<float>().ToArray());
        using var all = TopScores.KeepLargest(values, 0);
        Assert.Equal(6f, all.sum().item<float>());
    }

    [Theory]
    [InlineData(0.9, 10, 0)]
    [InlineData(0.9, 20, 1)]
    public void RemovedAt_IsTruncatedInDouble(double density, long count, long removed) => Assert.Equal(removed, TopScores.RemovedAt(density, count));

    [Theory]
    [InlineData(8, 4, 5)]
    [InlineData(150, 80, 120)]
    [InlineData(300, 150, 250)]
    public void Milestones_AreThoseOfTheReference(long epochs, long first, long second) => Assert.Equal([first, second], ScoreRecipes.Milestones(epochs));

    private static TrainingJob Job(TrainingCases cases) => cases.Job(TrainingCases.Sgd, to: Epochs * TrainingCases.IterationsPerEpoch, rate: 0.05);

    private static ScoreLearningRule Rule(TrainingJob job, GemMinerSettings settings) => new(new GemMinerLearner(Layers(job, 0, 1), settings), job);

    private static ScoreLearningRule Rule(TrainingJob job, string method) => method switch
    {
        "gem-miner" => Rule(job, new GemMinerSettings(new FreezingSchedule(0.2, Epochs, 1), 1e-4, false, true, false, false)),
        "edge-popup" => new ScoreLearningRule(new EdgePopupLearner(Layers(job, -0.1, 0.1), new EdgePopupSettings(0.3, ScoreRanking.GlobalThreshold) { Period = 1, Epochs = Epochs }), job),
        _ => new ScoreLearningRule(new Engine.Methods.IterandLearner(Layers(job, -0.1, 0.1), 0.4, 5, (weight, iteration) => (ones([.. weight.Shape]).to_type(ScalarType.Bool), full([.. weight.Shape], 0.01f * iteration))), job),
    };

    private static IReadOnlyList<ScoredLayer> Layers(TrainingJob job, double low, double high) => ScoredLayer.Of(job.Start, (weight, _) =>
    {
        using var generator = new Generator((ulong)weight.Count);
        return rand([.. weight.Shape], generator: generator).mul_(high - low).add_(low);
    });
}
