using System.Runtime.InteropServices;
using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Runtime;

public sealed class GradientsTests
{
    [Fact]
    public void Of_LeafAndWhatWasComputedFromIt_AreTheDerivatives()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { 1.0, 2.0, 3.0 }).requires_grad_();
        var half = weight.mul(0.5);
        var gradients = Gradients.Of(half.square().sum(), [weight, half]);
        Assert.Equal([0.5, 1, 1.5], gradients[0].data<double>().ToArray());
        Assert.Equal([1.0, 2, 3], gradients[1].data<double>().ToArray());
        Assert.Null(weight.grad);
    }

    [Fact]
    public void Of_Differentiable_CanBeDerivedAgain()
    {
        using var scope = NewDisposeScope();
        var weight = tensor(new[] { 1.0, 2.0, 3.0 }).requires_grad_();
        var first = Gradients.Of(weight.pow(3).sum(), [weight], isDifferentiable: true)[0];
        Assert.Equal([6.0, 12, 18], Gradients.Of(first.sum(), [weight])[0].data<double>().ToArray());
    }

    [Fact]
    public void Of_GraphThatIsGone_ThrowsInsteadOfEndingTheProcess()
    {
        using var scope = NewDisposeScope();
        var weight = rand(3).requires_grad_();
        var value = weight.square().sum();
        Gradients.Of(value, [weight]);
        Assert.Throws<ExternalException>(() => Gradients.Of(value, [weight]));
        Assert.Null(weight.grad);
    }

    [Fact]
    public void Of_ValueWithoutGraph_ThrowsInsteadOfEndingTheProcess()
    {
        using var scope = NewDisposeScope();
        var weight = rand(3).requires_grad_();
        Assert.Throws<ExternalException>(() => Gradients.Of(rand(3).sum(), [weight]));
    }

    [Fact]
    public void Of_TensorWithoutInfluence_IsNamed()
    {
        using var scope = NewDisposeScope();
        var (weight, other) = (rand(3).requires_grad_(), rand(3).requires_grad_());
        var refusal = Assert.Throws<LotteryLabException>(() => Gradients.Of(weight.sum(), [weight, other]));
        Assert.Equal("gradient.none", refusal.Code);
        Assert.Contains("tensor 1 of 2", refusal.Problem, StringComparison.Ordinal);
        Assert.Null(weight.grad);
    }
}
