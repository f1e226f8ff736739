using TorchSharp;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class ReductionTests : ScopedTest
{
    private readonly Tensor _x = Matrix(2, 3, 3, -1, 2, 0, 5, -4);

    [Fact]
    public void Sums_AllOrAlongDimensions_AreRight()
    {
        Assert.Equal(5, _x.sum().ToSingle());
        Near(_x.sum(0L), 3, 4, -2);
        Near(_x.sum(1L, true), 4, 1);
        Assert.Equal([2, 1], _x.sum(1L, true).shape);
        Near(_x.sum([0, 1]), 5);
        Assert.Equal(ScalarType.Int64, tensor(new[] { true, true }).sum().dtype);
        Near(_x.cumsum(1), 3, 2, 4, 0, 5, 1);
        Near(_x.prod(1L), -6, 0);
        Assert.Equal(5 / 6.0, _x.mean().ToDouble(), 1e-6);
        Near(_x.mean([0]), 1.5f, 2, -1);
    }

    [Fact]
    public void Spread_HandComputed_IsRight()
    {
        var x = tensor(new float[] { 1, 2, 3, 4 });
        Near(x.var(), 5 / 3f);
        Near(x.var(unbiased: false), 1.25f);
        Near(x.std(unbiased: false), MathF.Sqrt(1.25f));
        Near(_x.std(0, unbiased: false), 1.5f, 3, 3);
        Near(x.norm(), MathF.Sqrt(30));
        Near(x.norm(1f), 10);
        Near(_x.norm(), MathF.Sqrt(55));
        Near(_x.norm(1, true, 1f), 6, 9);
        Near(x.quantile(tensor(0.5f)), 2.5f);
        Near(x.median(), 2);
    }

    [Fact]
    public void Extremes_WithIndices_AreRight()
    {
        Assert.Equal(5, _x.max().ToSingle());
        Assert.Equal(-4, _x.min().ToSingle());
        var (values, indices) = _x.max(1);
        Near(values, 3, 5);
        Assert.Equal([0, 1], indices.Longs());
        Assert.Equal(4, _x.argmax().ToInt64());
        Assert.Equal([1, 2], _x.argmin(1).Longs());
        Near(maximum(_x, zeros(2, 3)), 3, 0, 2, 0, 5, 0);
        Near(minimum(_x, zeros(2, 3)), 0, -1, 0, 0, 0, -4);
        Near(_x.amax(0), 3, 5, 2);
    }

    [Fact]
    public void Order_SortTopKthAndArgsort_AreRight()
    {
        var (sorted, order) = _x.sort(1, descending: true);
        Near(sorted, 3, 2, -1, 5, 0, -4);
        Assert.Equal([0, 2, 1, 1, 0, 2], order.Longs());
        Assert.Equal([1, 2, 0, 2, 0, 1], _x.argsort(1).Longs());
        var (top, where) = _x.topk(2);
        Near(top, 3, 2, 5, 0);
        Assert.Equal([0, 2, 1, 0], where.Longs());
        var (third, at) = _x.flatten().kthvalue(3, 0);
        Assert.Equal(0, third.ToSingle());
        Assert.Equal(3, at.ToInt64());
        var (_, ties) = tensor(new float[] { 1, 1, 0, 1 }).sort(0, true, stable: true);
        Assert.Equal([0, 1, 3, 2], ties.Longs());
    }

    [Fact]
    public void Counting_NonZeros_IsRight()
    {
        Assert.Equal(5, _x.count_nonzero().ToInt64());
        Assert.Equal([1, 2, 2], _x.count_nonzero([0]).Longs());
        Assert.Equal([0, 0, 0, 1, 0, 2, 1, 1, 1, 2], _x.nonzero().Longs());
        Assert.True((_x > -5).all().ToBoolean());
        Assert.False((_x > 9).any().ToBoolean());
        Assert.Equal([2, 0, 1], tensor(new long[] { 0, 2, 0 }).bincount(null).Longs());
    }
}
