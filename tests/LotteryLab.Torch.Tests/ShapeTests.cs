using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class ShapeTests : ScopedTest
{
    private readonly Tensor _x = arange(6, dtype: float32).reshape(2, 3);

    [Fact]
    public void Reshaping_KeepsRowMajorOrder()
    {
        Assert.Equal([3, 2], _x.view(3, -1).shape);
        Assert.Equal([6], _x.flatten().shape);
        Assert.Equal([1, 2, 3], _x.unsqueeze(0).shape);
        Assert.Equal([2, 3], _x.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2, 3], _x.unsqueeze(-1).squeeze().shape);
        Near(_x.t(), 0, 3, 1, 4, 2, 5);
        Near(_x.transpose(0, 1), 0, 3, 1, 4, 2, 5);
        Near(_x.permute(1, 0).contiguous(), 0, 3, 1, 4, 2, 5);
        Assert.False(_x.t().is_contiguous());
        Assert.Equal([1, 3], _x.t().stride());
        Assert.Equal(3, _x.size(-1));
        Assert.Equal([2, 1, 3, 1], _x.unflatten(1, 3, 1).unsqueeze(1).shape);
    }

    [Fact]
    public void Repetition_ExpandRepeatFlipRoll_AreRight()
    {
        var row = tensor(new float[] { 1, 2 });
        Near(row.expand(2, 2), 1, 2, 1, 2);
        Near(row.repeat(2), 1, 2, 1, 2);
        Near(row.repeat_interleave(2), 1, 1, 2, 2);
        Near(_x.flip(1), 2, 1, 0, 5, 4, 3);
        Near(_x.roll(1, 1), 2, 0, 1, 5, 3, 4);
        Near(_x.roll([1], [0]), 3, 4, 5, 0, 1, 2);
        Near(_x.tril(), 0, 0, 0, 3, 4, 0);
        Near(_x.unfold(1, 2, 1), 0, 1, 1, 2, 3, 4, 4, 5);
    }

    [Fact]
    public void Joining_CatAndStack_AreRight()
    {
        var row = tensor(new float[] { 1, 2 });
        Near(cat([row, row]), 1, 2, 1, 2);
        Near(cat(new List<Tensor> { row, row }, 0), 1, 2, 1, 2);
        Assert.Equal([2, 2], stack([row, row]).shape);
        Near(stack([row, row], 1), 1, 1, 2, 2);
        Assert.Equal(3, _x.split(1, dim: 1).Length);
        Near(_x.split([1, 2], dim: 1)[1], 1, 2, 4, 5);
        Near(_x.unbind(0)[1], 3, 4, 5);
        Assert.Equal(2, _x.chunk(2, 1).Length);
        // More tensors than fit the stack of one call.
        Assert.Equal(1500, cat(Enumerable.Repeat(row, 750).ToArray()).numel());
    }

    [Fact]
    public void Indexing_PositionsAndRanges_ShareMemory()
    {
        Assert.Equal(5, _x[1, 2].item<float>());
        Near(_x[1], 3, 4, 5);
        Near(_x[TensorIndex.Colon, 1], 1, 4);
        Near(_x[.., 1..], 1, 2, 4, 5);
        Near(_x[TensorIndex.Ellipsis, -1], 2, 5);
        Near(_x[TensorIndex.Slice(0, null, 1), TensorIndex.Slice(step: 2)], 0, 2, 3, 5);
        Near(_x[^1, ..2], 3, 4);
        Assert.Equal([1, 2, 3], _x[TensorIndex.None].shape);
        _x[0, 1] = tensor(9f);
        Near(_x, 0, 9, 2, 3, 4, 5);
        _x[.., 0..1] = zeros(2, 1);
        Near(_x, 0, 9, 2, 0, 4, 5);
    }

    [Fact]
    public void Indexing_MasksAndTensors_Select()
    {
        Near(_x[_x > 2], 3, 4, 5);
        Near(_x[tensor(new long[] { 1, 0 }), tensor(new long[] { 0, 2 })], 3, 2);
        Near(_x[.., TensorIndex.Tensor(tensor(new long[] { 2, 0 }))], 2, 0, 5, 3);
        Near(_x.masked_select(_x > 2), 3, 4, 5);
        Near(_x.masked_fill(_x > 2, -1), 0, 1, 2, -1, -1, -1);
        _x[_x > 3] = tensor(0f);
        Near(_x, 0, 1, 2, 3, 0, 0);
        Near(where(_x > 0, _x, -ones(2, 3)), -1, 1, 2, 3, -1, -1);
        Assert.Equal(2, where(_x > 0).Length);
    }

    [Fact]
    public void Indexing_AlongDimensions_IsRight()
    {
        var picks = tensor(new long[] { 2, 0 });
        Near(_x.index_select(1, picks), 2, 0, 5, 3);
        Near(_x.gather(1, tensor(new long[] { 0, 2 }, 2, 1)), 0, 5);
        Near(_x.take(tensor(new long[] { 0, 5 })), 0, 5);
        Near(zeros(2, 3).scatter(1, tensor(new long[] { 0, 2 }, 2, 1), ones(2, 1)), 1, 0, 0, 0, 0, 1);
        Near(zeros(2, 3).scatter_add_(1, tensor(new long[] { 1, 1, 0, 2 }, 2, 2), ones(2, 2)), 0, 2, 0, 1, 0, 1);
        Near(zeros(2, 3).index_copy_(1, picks, ones(2, 2)), 1, 0, 1, 1, 0, 1);
        Near(zeros(2, 3).index_add_(1, picks, ones(2, 2), 2), 2, 0, 2, 2, 0, 2);
        Near(zeros(2, 3).index_fill_(1, picks, 3), 3, 0, 3, 3, 0, 3);
        Near(_x.narrow(1, 1, 1), 1, 4);
    }
}
