using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Batched;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training.Batched;

public sealed class BatchedTrainingTests
{
    [Theory]
    [InlineData("mlp", "adam", "none")]
    [InlineData("mlp", "sgd", "flip-crop")]
    [InlineData("conv", "sgd", "flip-crop")]
    [InlineData("conv", "adamw", "none")]
    [InlineData("resnet", "sgd", "none")]
    public void Run_SeveralAtOnce_EqualsEachAlone(string network, string optimizer, string augmentation)
    {
        using var cases = new BatchedCases(network, augmentation);
        var jobs = Enumerable.Range(0, 3).Select(index => cases.Job(index, Optimizer(optimizer))).ToArray();
        var members = BatchedCases.Members(jobs);
        var results = BatchedTraining.Run(members, 3, TestContext.Current.CancellationToken);
        for (var i = 0; i < jobs.Length; i++)
        {
            using var alone = TrainingLoop.Run(jobs[i], new RecordingObserver(), rule: null, TestContext.Current.CancellationToken);
            using var together = results[i].Outcome!;
            AssertClose(TrainingCases.Bits(alone.Final), TrainingCases.Bits(together.Final));
            Assert.Equal(alone.Summary.Points.Count, together.Summary.Points.Count);
            Assert.All(alone.Summary.Points.Zip(together.Summary.Points), pair =>
            {
                Assert.Equal((pair.First.Iteration, pair.First.LearningRate), (pair.Second.Iteration, pair.Second.LearningRate));
                Assert.Equal(pair.First.TrainLoss ?? 0, pair.Second.TrainLoss ?? 0, 1e-5);
                Assert.Equal(pair.First.ValidationLoss!.Value, pair.Second.ValidationLoss!.Value, 1e-5);
                Assert.Equal(pair.First.ValidationAccuracy, pair.Second.ValidationAccuracy);
                Assert.Equal(pair.First.TestLoss!.Value, pair.Second.TestLoss!.Value, 1e-5);
            });
            Assert.Equal(alone.Summary.EarlyStopIteration, together.Summary.EarlyStopIteration);
            Assert.Equal(alone.Summary.FinalTestAccuracy, together.Summary.FinalTestAccuracy);
            Assert.Equal(alone.Summary.FinalTrainAccuracy, together.Summary.FinalTrainAccuracy);
            Assert.Equal(together.Summary.Points, ((RecordingObserver)members[i].Observer).Points);
            Assert.All(jobs[i].Mask?.Entries ?? [], entry => Assert.All(together.Final.ReadFloats(entry.Key).Where((_, place) => !entry.Value[place]), value => Assert.Equal(0f, value)));
        }
    }

    [Theory]
    [InlineData("conv", "flip-crop")]
    [InlineData("mlp", "none")]
    public void Run_TheWayOfAnAccelerator_EqualsEachAloneAndReadsNothingInTheLoop(string network, string augmentation)
    {
        using var alone = new BatchedCases(network, augmentation);
        using var expected = TrainingLoop.Run(alone.Job(1), new RecordingObserver(), rule: null, TestContext.Current.CancellationToken);
        using var forced = DeviceRoute.ForceAccelerator();
        using var cases = new BatchedCases(network, augmentation);
        var reads = new List<long>();
        var members = new[] { new BatchedMember(cases.Job(0), new RecordingObserver { AtIteration = _ => reads.Add(HostReads.Count) }, 0), new BatchedMember(cases.Job(1), new RecordingObserver(), 1) };
        var results = BatchedTraining.Run(members, 2, TestContext.Current.CancellationToken);
        using var first = results[0].Outcome!;
        using var second = results[1].Outcome!;
        AssertClose(TrainingCases.Bits(expected.Final), TrainingCases.Bits(second.Final));

        // Evaluation points lie at 10 and 12.
        Assert.Single(reads.Take(10).Distinct());
        Assert.NotEqual(reads[9], reads[10]);
        Assert.Equal(reads[10], reads[11]);
    }

    [Fact]
    public void Run_HalfPrecision_StaysNearFloat32()
    {
        using var cases = new BatchedCases("mlp");
        var results = BatchedTraining.Run(BatchedCases.Members(cases.Job(0, precision: "bfloat16")), 2, TestContext.Current.CancellationToken);
        using var low = results[0].Outcome!;
        using var alone = TrainingLoop.Run(cases.Job(0, precision: "bfloat16"), new RecordingObserver(), rule: null, TestContext.Current.CancellationToken);
        Assert.Equal(alone.Summary.FinalTestLoss, low.Summary.FinalTestLoss, 0.02);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("conv")]
    [InlineData("resnet")]
    public void Run_OtherCompanyAtTheSamePlace_ChangesNoBit(string network)
    {
        using var cases = new BatchedCases(network);
        var jobs = Enumerable.Range(0, 3).Select(index => cases.Job(index)).ToArray();
        var whole = Bits(BatchedTraining.Run(BatchedCases.Members(jobs), 3, TestContext.Current.CancellationToken));
        var among = Bits(BatchedTraining.Run(BatchedCases.Members(jobs[2], jobs[1], jobs[0]), 3, TestContext.Current.CancellationToken));
        var alone = Bits(BatchedTraining.Run([BatchedCases.Members(jobs)[1]], 3, TestContext.Current.CancellationToken));
        Assert.Equal(whole[1], among[1]);
        Assert.Equal(whole[1], alone[0]);
    }

    [Fact]
    public void Run_OneDiverges_FailsAloneAndChangesNoOther()
    {
        using var cases = new BatchedCases("conv");
        var jobs = Enumerable.Range(0, 2).Select(index => cases.Job(index)).ToArray();
        using var start = jobs[0].Start.Clone();
        start["fc.bias"].fill_(float.NaN);
        var whole = Bits(BatchedTraining.Run(BatchedCases.Members(jobs), 2, TestContext.Current.CancellationToken));
        var results = BatchedTraining.Run(BatchedCases.Members(jobs[0] with { Start = start }, jobs[1]), 2, TestContext.Current.CancellationToken);
        Assert.Equal("training.diverged", results[0].Failure!.Code);
        Assert.Null(results[0].Outcome);
        using var survivor = results[1].Outcome!;
        Assert.Equal(whole[1], TrainingCases.Bits(survivor.Final));
    }

    [Fact]
    public void Run_StoppedAndResumed_EqualsUninterrupted()
    {
        using var cases = new BatchedCases("conv", "flip-crop");
        using var folder = new TemporaryFolder();
        var jobs = Enumerable.Range(0, 2).Select(index => cases.Job(index, to: 25)).ToArray();
        var whole = Bits(BatchedTraining.Run(BatchedCases.Members(jobs), 3, TestContext.Current.CancellationToken));
        BatchedMember[] Members(Action<long>? act) =>
            [.. jobs.Select((job, i) => new BatchedMember(job, new RecordingObserver(new TrainingCheckpointStore(Path.Combine(folder.Path, $"{i}"), TimeSpan.MaxValue, TimeProvider.System)) { AtIteration = act }, i))];
        using (var source = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() => BatchedTraining.Run(Members(iteration => { if (iteration == 13) { source.Cancel(); } }), 3, source.Token));
        }

        var resumed = Members(act: null);
        var results = BatchedTraining.Run(resumed, 3, TestContext.Current.CancellationToken);
        Assert.All(resumed, member => Assert.Equal(13, ((RecordingObserver)member.Observer).ResumedAt));
        Assert.Equal(results[0].Outcome!.Summary.Points, ((RecordingObserver)resumed[0].Observer).Points);
        Assert.Equal(whole, Bits(results));
    }

    [Fact]
    public void Run_OneCheckpointMissing_BeginsAgainWithTheSameBits()
    {
        using var cases = new BatchedCases("mlp");
        using var folder = new TemporaryFolder();
        var jobs = Enumerable.Range(0, 2).Select(index => cases.Job(index)).ToArray();
        var whole = Bits(BatchedTraining.Run(BatchedCases.Members(jobs), 2, TestContext.Current.CancellationToken));
        TrainingCheckpointStore Store(int i) => new(Path.Combine(folder.Path, $"{i}"), TimeSpan.MaxValue, TimeProvider.System);
        using (var source = new CancellationTokenSource())
        {
            var members = jobs.Select((job, i) => new BatchedMember(job, new RecordingObserver(Store(i)) { AtIteration = iteration => { if (iteration == 5) { source.Cancel(); } } }, i)).ToArray();
            Assert.Throws<OperationCanceledException>(() => BatchedTraining.Run(members, 2, source.Token));
        }

        Store(1).Delete();
        var again = jobs.Select((job, i) => new BatchedMember(job, new RecordingObserver(Store(i)), i)).ToArray();
        Assert.Equal(whole, Bits(BatchedTraining.Run(again, 2, TestContext.Current.CancellationToken)));
        Assert.Contains("start again", Assert.Single(((RecordingObserver)again[0].Observer).Warnings), StringComparison.Ordinal);
        Assert.Null(((RecordingObserver)again[0].Observer).ResumedAt);
    }

    [Fact]
    public void Run_ManySteps_LeavesNoTensors()
    {
        using var cases = new BatchedCases("resnet");
        var members = BatchedCases.Members(cases.Job(0), cases.Job(1));
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        foreach (var result in BatchedTraining.Run(members, 3, TestContext.Current.CancellationToken))
        {
            result.Outcome!.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static ComponentSpec Optimizer(string name) => name switch
    {
        "sgd" => TrainingCases.Sgd,
        "adamw" => new ComponentSpec("adamw", new AdamWOptions { LearningRate = 5e-3 }),
        _ => TrainingCases.Adam,
    };

    private static float[][] Bits(IReadOnlyList<BatchedResult> results) => [.. results.Select(result =>
    {
        using var outcome = result.Outcome!;
        return TrainingCases.Bits(outcome.Final);
    })];

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
