using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class LoopScopeTests
{
    [Fact]
    public void Enter_Again_UsesTheObjectsOfReleasedTensorsAgain()
    {
        var loop = new LoopScope();
        Tensor first;
        Tensor second;
        using (loop.Enter())
        {
            first = ones(2);
            ones(3).Dispose();
        }

        Assert.True(first.IsInvalid);
        using (loop.Enter())
        {
            second = full([4], 7f);
            var other = ones(5);
            Assert.NotSame(second, other);
            Assert.Equal([7, 7, 7, 7], second.data<float>().ToArray());
            Assert.True(ReferenceEquals(first, second) || ReferenceEquals(first, other));
        }

        Assert.True(second.IsInvalid);
    }

    [Fact]
    public void Tensor_ThatLeftTheScope_StaysItself()
    {
        var loop = new LoopScope();
        Tensor detached;
        using var outer = NewDisposeScope();
        Tensor moved;
        using (var scope = loop.Enter())
        {
            detached = scope.Detach(full([2], 3f));
            moved = full([2], 4f).MoveToOuterDisposeScope();
        }

        for (var round = 0; round < 3; round++)
        {
            using (loop.Enter())
            {
                Assert.NotSame(detached, ones(2));
                Assert.NotSame(moved, ones(2));
            }
        }

        Assert.Equal([3, 3], detached.data<float>().ToArray());
        Assert.Equal([4, 4], moved.data<float>().ToArray());
        detached.Dispose();
        using (loop.Enter())
        {
            Assert.NotSame(detached, ones(2));
        }
    }

    [Fact]
    public void Scope_InsideALoopScope_HasObjectsOfItsOwn()
    {
        var loop = new LoopScope();
        Tensor inner;
        Tensor result;
        using (loop.Enter())
        {
            using (NewDisposeScope())
            {
                inner = ones(1);
                result = full([1], 5f).MoveToOuterDisposeScope();
            }

            Assert.True(inner.IsInvalid);
            Assert.Equal(5, result.item<float>());
        }

        Assert.True(result.IsInvalid);
        using (loop.Enter())
        {
            Assert.NotSame(result, ones(1));
        }
    }

    [Fact]
    public void Enter_WithinItself_IsRefused()
    {
        var loop = new LoopScope();
        using (loop.Enter())
        {
            Assert.Throws<InvalidOperationException>(() => loop.Enter());
        }

        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Rounds_ReleaseEveryTensor()
    {
        var loop = new LoopScope();
        var before = LiveTensors();
        for (var round = 0; round < 5; round++)
        {
            using (loop.Enter())
            {
                _ = ones(3).add(1).mul(2);
            }
        }

        Assert.Equal(before, LiveTensors());
    }

    private static long LiveTensors() => TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
