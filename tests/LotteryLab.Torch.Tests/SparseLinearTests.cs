using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class SparseLinearTests : ScopedTest
{
    // Outputs: 2 x0 - x2, nothing, 3 x2.
    private static readonly int[] Starts = [0, 2, 2, 3];
    private static readonly int[] Inputs = [0, 2, 2];

    [Fact]
    public void SparseLinear_HandComputed_IsRight()
    {
        using var pattern = new SparsePattern(3, Starts, Inputs);
        var x = Matrix(2, 3, 1, 5, 4, 2, 6, 3);
        x.requires_grad = true;
        var values = tensor(new float[] { 2, -1, 3 });
        values.requires_grad = true;
        var bias = tensor(new float[] { 10, 20, 30 });
        bias.requires_grad = true;
        var y = NativeExtensions.SparseLinear(x, values, bias, pattern);
        Near(y, 8, 20, 42, 11, 20, 39);
        y.backward([Matrix(2, 3, 1, 1, 1, 10, 10, 10)]);
        Near(values.grad!, 21, 34, 34);
        Near(bias.grad!, 11, 11, 11);
        Near(x.grad!, 2, 0, 2, 20, 0, 20);
    }

    [Fact]
    public void SparseLinear_Rectified_CutsAndStopsGradients()
    {
        using var pattern = new SparsePattern(3, Starts, Inputs);
        var values = tensor(new float[] { 2, -1, 3 });
        values.requires_grad = true;
        var y = NativeExtensions.SparseLinear(Matrix(1, 3, 1, 5, 4), values, null, pattern, isRectified: true);
        Near(y, 0, 0, 12);
        y.sum().backward();
        Near(values.grad!, 0, 0, 4);
    }

    [Fact]
    public void SparseLinear_ChosenImages_AreThoseRows()
    {
        using var pattern = new SparsePattern(40, [0, 2, 3], [0, 39, 20]);
        var all = rand(200, 40);
        var order = tensor(Enumerable.Range(0, 70).Select(i => (i * 37L) % 200).ToArray());
        var values = tensor(new float[] { 2, -1, 3 });
        var chosen = NativeExtensions.SparseLinear(all, values, null, pattern, chosen: order);
        Assert.True(chosen.eq(NativeExtensions.SparseLinear(all.index_select(0, order), values, null, pattern)).all().item<bool>());
        Assert.Contains("no image 200", Assert.Throws<TorchException>(() => NativeExtensions.SparseLinear(all, values, null, pattern, chosen: tensor(new long[] { 200 }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SparseLinear_TheSameTwice_GivesTheSameBits()
    {
        using var pattern = new SparsePattern(3, Starts, Inputs);
        var x = rand(130, 3);
        float[] Gradient()
        {
            var values = tensor(new float[] { 0.2f, -0.1f, 0.3f });
            values.requires_grad = true;
            NativeExtensions.SparseLinear(x, values, null, pattern).pow(2).sum().backward();
            return values.grad!.data<float>().ToArray();
        }

        Assert.Equal(Gradient(), Gradient());
    }

    [Fact]
    public void SparseLinear_WhatDoesNotFit_IsRefused()
    {
        using var pattern = new SparsePattern(3, Starts, Inputs);
        Assert.Contains("[images, 3]", Assert.Throws<TorchException>(() => NativeExtensions.SparseLinear(zeros(2, 4), zeros(3), null, pattern)).Message, StringComparison.Ordinal);
        Assert.Contains("3 kept values", Assert.Throws<TorchException>(() => NativeExtensions.SparseLinear(zeros(2, 3), zeros(4), null, pattern)).Message, StringComparison.Ordinal);
        Assert.Contains("bias of 3", Assert.Throws<TorchException>(() => NativeExtensions.SparseLinear(zeros(2, 3), zeros(3), zeros(2), pattern)).Message, StringComparison.Ordinal);
        Assert.Contains("float32", Assert.Throws<TorchException>(() => NativeExtensions.SparseLinear(zeros(2, 3, dtype: float64), zeros(3), null, pattern)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SparsePattern(3, [0, 2], [1]));
        Assert.Throws<TorchException>(() => new SparsePattern(3, [0, 1], [3]));
        Assert.Contains(NativeExtensions.SparseLanes, new[] { 4, 8, 16 });
    }
}
