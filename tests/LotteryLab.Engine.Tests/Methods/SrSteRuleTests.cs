using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Tests.Training;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Methods;

public sealed class SrSteRuleTests
{
    [Fact]
    public void Run_TwoOfFour_LeavesExactlyTwoInEveryGroup()
    {
        using var cases = new TrainingCases();
        var job = cases.Job(TrainingCases.Sgd);
        using var rule = new SrSteRule(job, 2, 4, 2e-4, isOutputDense: true);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        var mask = outcome.ChangedMask!["fc1.weight"];
        Assert.Equal(mask.Count / 2, mask.Kept);
        Assert.All(Enumerable.Range(0, (int)mask.Count / 4), group => Assert.Equal(2, Enumerable.Range(4 * group, 4).Count(i => mask[i])));
        Assert.Equal(1, outcome.ChangedMask["conv.weight"].Density);
        Assert.Equal(1, outcome.ChangedMask["fc.weight"].Density);
        var values = outcome.Final.ReadFloats("fc1.weight");
        Assert.All(Enumerable.Range(0, values.Length).Where(i => !mask[i]), i => Assert.Equal(0f, values[i]));
    }

    [Fact]
    public void Run_StoppedAndResumed_EqualsUninterrupted()
    {
        using var cases = new TrainingCases();
        using var folder = new TemporaryFolder();
        var job = cases.Job(TrainingCases.Sgd);
        TrainingCheckpointStore Store() => new(folder.Path, TimeSpan.MaxValue, TimeProvider.System);
        using var wholeRule = new SrSteRule(job, 1, 4, 2e-4, isOutputDense: true);
        using var whole = TrainingLoop.Run(job, new RecordingObserver(), wholeRule, TestContext.Current.CancellationToken);
        using (var source = new CancellationTokenSource())
        using (var rule = new SrSteRule(job, 1, 4, 2e-4, isOutputDense: true))
        {
            var stopping = new RecordingObserver(Store()) { AtIteration = iteration => { if (iteration == 13) { source.Cancel(); } } };
            Assert.Throws<OperationCanceledException>(() => TrainingLoop.Run(job, stopping, rule, source.Token));
        }

        using var resumedRule = new SrSteRule(job, 1, 4, 2e-4, isOutputDense: true);
        using var resumed = TrainingLoop.Run(job, new RecordingObserver(Store()), resumedRule, TestContext.Current.CancellationToken);
        Assert.Equal(TrainingCases.Bits(whole.Final), TrainingCases.Bits(resumed.Final));
        Assert.Equal(whole.Summary.Points[^1].Extra, resumed.Summary.Points[^1].Extra);
    }

    [Fact]
    public void Of_TiesAndKernels_KeepTheLowerInput()
    {
        using var scope = torch.NewDisposeScope();
        var linear = GroupMask.Of(torch.tensor(new float[] { 1, -1, 1, 0, 0, 0, 0, 0 }, [1, 8]), 2, 4);
        Assert.Equal([1, 1, 0, 0, 1, 1, 0, 0], linear.data<float>().ToArray());

        // Four inputs of a 1x2 kernel: groups run along the inputs, so each kernel place has its own.
        var kernel = GroupMask.Of(torch.tensor(new float[] { 4, 1, 3, 2, 2, 3, 1, 4 }, [1, 4, 1, 2]), 2, 4);
        Assert.Equal([1, 0, 1, 0, 0, 1, 0, 1], kernel.data<float>().ToArray());
    }
}
