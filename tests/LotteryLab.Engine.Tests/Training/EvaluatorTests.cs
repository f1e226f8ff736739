using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

public sealed class EvaluatorTests
{
    [Fact]
    public void Measure_InSmallBatches_EqualsOneLargeBatch()
    {
        using var cases = new TrainingCases();
        using var scope = torch.NewDisposeScope();
        var network = new Network(TrainingCases.Definition);
        var state = cases.Job().Start;
        torch.Tensor Logits(torch.Tensor images) => network.Forward(images, state);
        var large = Evaluator.Measure(Logits, 1000, cases.Data.TestImages, cases.Data.TestLabels, TestContext.Current.CancellationToken);
        var small = Evaluator.Measure(Logits, 7, cases.Data.TestImages, cases.Data.TestLabels, TestContext.Current.CancellationToken);
        Assert.Equal(40, large.Count);
        Assert.Equal(large.Accuracy, small.Accuracy);
        Assert.Equal(large.Loss, small.Loss, 1e-6);
    }

    [Fact]
    public void Measure_WithMask_MeasuresTheMaskedNetworkAndLeavesTheStateAlone()
    {
        using var cases = new TrainingCases();
        var network = new Network(TrainingCases.Definition);
        var state = cases.Job().Start;
        using var masked = state.Clone();
        masked.ApplyMask(TrainingCases.HalfMask);
        var before = TrainingCases.Bits(state);
        var expected = Evaluator.Measure(network, masked, null, cases.Data.TestImages, cases.Data.TestLabels, cancellation: TestContext.Current.CancellationToken);
        var actual = Evaluator.Measure(network, state, TrainingCases.HalfMask, cases.Data.TestImages, cases.Data.TestLabels, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected, actual);
        Assert.Equal(before, TrainingCases.Bits(state));
    }

    [Fact]
    public void Measure_NoImages_IsNotANumber()
    {
        using var cases = new TrainingCases();
        using var none = cases.Data.TestImages.narrow(0, 0, 0);
        using var labels = cases.Data.TestLabels.narrow(0, 0, 0);
        var result = Evaluator.Measure(new Network(TrainingCases.Definition), cases.Job().Start, null, none, labels, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, result.Count);
        Assert.True(double.IsNaN(result.Loss));
    }
}
