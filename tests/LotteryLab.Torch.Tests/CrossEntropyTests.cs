using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

/// <summary>The loss with its gradient in one pass against LibTorch's.</summary>
public class CrossEntropyTests : ScopedTest
{
    private static readonly Func<Tensor, Tensor, Tensor> LibTorch = (scores, classes) => nn.functional.cross_entropy(scores, classes);
    private static readonly Func<Tensor, Tensor, Tensor> Own = (scores, classes) => NativeExtensions.CrossEntropy(scores, classes);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 10)]
    [InlineData(60, 10)]
    [InlineData(33, 101)]
    public void CrossEntropy_AnyShapeAndLayout_EqualsLibTorch(int images, int count)
    {
        var (scores, classes) = Draw(images, count);
        foreach (var given in new[] { scores, scores.t().contiguous().t() })
        {
            Assert.All(Derivatives(LibTorch, scores, classes).Zip(Derivatives(Own, given, classes)), pair => Near(pair.First, pair.Second));
        }
    }

    [Fact]
    public void CrossEntropy_LargeScores_StayFinite()
    {
        var scores = tensor(new float[] { 1000, -1000, 0 }, 1, 3).requires_grad_();
        var loss = NativeExtensions.CrossEntropy(scores, tensor(new long[] { 1 }));
        loss.backward();
        Assert.Equal(2000, loss.item<float>());
        Assert.Equal([1f, -1f, 0f], scores.grad!.Floats());
    }

    [Fact]
    public void CrossEntropy_WhatOnePassDoesNotTake_GoesThroughLibTorch()
    {
        var (scores, _) = Draw(4, 3);
        var ignored = tensor(new long[] { 0, -100, 2, 1 });
        Near(nn.functional.cross_entropy(scores, ignored).Floats(), NativeExtensions.CrossEntropy(scores, ignored).Floats());
        var classes = tensor(new long[] { 0, 1, 2, 1 });
        Near(nn.functional.cross_entropy(scores, classes, label_smoothing: 0.1).Floats(), NativeExtensions.CrossEntropy(scores, classes, 0.1).Floats());
        Assert.ThrowsAny<Exception>(() => NativeExtensions.CrossEntropy(scores, tensor(new long[] { 0, 1, 3, 1 })));
    }

    [Fact]
    public void Tally_OverBatches_AddsLossesAndRightAnswers()
    {
        var (scores, classes) = Draw(50, 7);
        var (loss, right) = (0.0, 0L);
        foreach (var (start, length) in new[] { (0, 20), (20, 30) })
        {
            Assert.True(NativeExtensions.TryTally(scores.narrow(0, start, length), classes.narrow(0, start, length), ref loss, ref right));
        }

        Assert.Equal(nn.functional.cross_entropy(scores, classes, reduction: nn.Reduction.None).sum(ScalarType.Float64).item<double>(), loss, 1e-4);
        Assert.Equal(scores.argmax(1).eq(classes).sum().item<long>(), right);
    }

    [Fact]
    public void Tally_EqualScores_TakeTheFirstAndWhatIsNotANumberWins()
    {
        var scores = tensor(new float[] { 2, 2, 1, 1, 5, float.NaN }, 2, 3);
        var (loss, right) = (0.0, 0L);
        Assert.True(NativeExtensions.TryTally(scores, tensor(new long[] { 0, 2 }), ref loss, ref right));
        Assert.Equal(2, right);
        Assert.True(double.IsNaN(loss));
        Assert.False(NativeExtensions.TryTally(scores, tensor(new long[] { 0, 3 }), ref loss, ref right));
        Assert.Equal(2, right);
    }

    private static (Tensor Scores, Tensor Classes) Draw(int images, int count)
    {
        var random = new Random(images + count);
        return (tensor(Enumerable.Range(0, images * count).Select(_ => (float)(random.NextDouble() * 6) - 3).ToArray(), images, count),
            tensor(Enumerable.Range(0, images).Select(_ => (long)random.Next(count)).ToArray()));
    }

    // Loss, gradient, and the gradient of the squared gradient.
    private static float[][] Derivatives(Func<Tensor, Tensor, Tensor> lossOf, Tensor values, Tensor classes)
    {
        var scores = values.detach();
        scores.requires_grad = true;
        var loss = lossOf(scores, classes).mul(3);
        loss.backward(retain_graph: true);
        var first = scores.grad!.clone().contiguous().Floats();
        var gradient = autograd.grad([loss], [scores], create_graph: true)[0];
        return [[loss.item<float>()], first, gradient.contiguous().Floats(), autograd.grad([gradient.pow(2).sum()], [scores])[0].contiguous().Floats()];
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * (1 + MathF.Abs(pair.First))));
    }
}
