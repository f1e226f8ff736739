using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void Scope_Ending_ReleasesItsTensors()
    {
        Tensor kept;
        Tensor lost;
        using (var scope = NewDisposeScope())
        {
            Assert.Same(scope, CurrentDisposeScope);
            lost = ones(2);
            kept = scope.Detach(ones(2));
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(lost));
        }

        Assert.Null(CurrentDisposeScope);
        Assert.True(lost.IsInvalid);
        Assert.False(kept.IsInvalid);
        kept.Dispose();
        kept.Dispose();
        Assert.Throws<InvalidOperationException>(() => kept.Handle);
    }

    [Fact]
    public void Nested_MoveToOuter_SurvivesTheInnerScope()
    {
        using var outer = NewDisposeScope();
        Tensor moved;
        Tensor other;
        using (var inner = NewDisposeScope())
        {
            moved = ones(1).MoveToOuterDisposeScope();
            other = inner.MoveToOuter(ones(1));
            _ = ones(1);
        }

        Assert.False(moved.IsInvalid);
        Assert.Equal(2, outer.DisposablesCount);
        outer.DisposeEverythingBut(other);
        Assert.True(moved.IsInvalid);
        Assert.False(other.IsInvalid);
    }

    [Fact]
    public void Wrapped_KeepsTheResultOnly()
    {
        using var scope = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 3);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal(12, result.sum().ToSingle());
    }

    [Fact]
    public void OutOfOrder_OuterEndsFirst_InnerGoesOn()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        var x = ones(1);
        inner.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Null(CurrentDisposeScope);
        Assert.Throws<ObjectDisposedException>(() => inner.DisposablesCount);
    }

    [Fact]
    public void Attach_TakesOverADetachedTensor()
    {
        var x = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(x);
            Assert.Throws<InvalidOperationException>(() => scope.Attach(new MemoryStream()));
        }

        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Decouple_GivesTheHandleAway()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        var y = Tensor.UnsafeCreateTensor(x.DecoupleFromNativeHandle());
        Assert.True(x.IsInvalid);
        Assert.Equal(3, y.numel());
    }
}
