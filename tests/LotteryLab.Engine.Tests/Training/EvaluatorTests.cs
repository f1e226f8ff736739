using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Datasets;
using LotteryLab.Engine.Training.Measuring;
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
        var large = Evaluator.Measure(Logits, 1000, cases.Data.TestRange, cases.Data.TestLabels, TestContext.Current.CancellationToken);
        var small = Evaluator.Measure(Logits, 7, cases.Data.TestRange, cases.Data.TestLabels, TestContext.Current.CancellationToken);
        Assert.Equal(40, large.Count);
        Assert.Equal(large.Accuracy, small.Accuracy);
        Assert.Equal(large.Loss, small.Loss, 1e-6);
    }

    [Fact]
    public void Measure_FromBytes_GivesTheBitsOfFloats()
    {
        var (raw, options) = (TensorDatasetTests.Raw(), TensorDatasetTests.Options());
        using var bytes = new TensorDataset(raw, options, torch.CPU);
        using var floats = new TensorDataset(raw, options, torch.CPU, floatStorageLimitBytes: long.MaxValue);
        using var scope = torch.NewDisposeScope();
        // Nothing that is summed: products of matrices may depend on where they lie in memory.
        torch.Tensor Logits(torch.Tensor images) => images.flatten(1).narrow(1, 40, 10).mul(3);

        Assert.True(bytes.IsStoredAsBytes && !floats.IsStoredAsBytes);
        foreach (var batch in new[] { 1, 4, 100 })
        {
            Assert.Equal(
                Evaluator.Measure(Logits, batch, floats.TestRange, floats.TestLabels, TestContext.Current.CancellationToken),
                Evaluator.Measure(Logits, batch, bytes.TestRange, bytes.TestLabels, TestContext.Current.CancellationToken));
            Assert.Equal(
                Evaluator.Measure(Logits, batch, floats.ValidationRange, floats.ValidationLabels!, TestContext.Current.CancellationToken),
                Evaluator.Measure(Logits, batch, bytes.ValidationRange, bytes.ValidationLabels!, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Measure_WithMask_MeasuresTheMaskedNetworkAndLeavesTheStateAlone()
    {
        using var cases = new TrainingCases();
        var network = new Network(TrainingCases.Definition);
        var state = cases.Job().Start;
        using var masked = state.Clone();
        masked.ApplyMask(TrainingCases.HalfMask);
        using var images = cases.Data.TestRange(0, cases.Data.TestCount);
        var before = TrainingCases.Bits(state);
        var expected = Evaluator.Measure(network, masked, null, images, cases.Data.TestLabels, cancellation: TestContext.Current.CancellationToken);
        var actual = Evaluator.Measure(network, state, TrainingCases.HalfMask, images, cases.Data.TestLabels, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected, actual);
        Assert.Equal(before, TrainingCases.Bits(state));
    }

    [Fact]
    public void Measure_NoImages_IsNotANumber()
    {
        using var cases = new TrainingCases();
        using var none = cases.Data.TestRange(0, 0);
        using var labels = cases.Data.TestLabels.narrow(0, 0, 0);
        var result = Evaluator.Measure(new Network(TrainingCases.Definition), cases.Job().Start, null, none, labels, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(0, result.Count);
        Assert.True(double.IsNaN(result.Loss));
    }
}
