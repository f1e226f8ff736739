using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LotteryLab.Torch.Tests;

public class AutogradTests : ScopedTest
{
    [Fact]
    public void Backward_SquaredSum_GivesTwiceTheInput()
    {
        var x = tensor(new float[] { 1, 2, 3 }, requires_grad: true);
        (x * x).sum().backward();
        Near(x.grad!, 2, 4, 6);
        (x * x).sum().backward();
        Near(x.grad!, 4, 8, 12);
        x.grad = null;
        Assert.Null(x.grad);
        x.grad = ones(3);
        Near(x.grad!, 1, 1, 1);
    }

    [Fact]
    public void Backward_WithGradientAndChosenInputs_TouchesOnlyThose()
    {
        var x = ones([2], requires_grad: true);
        var y = ones([2], requires_grad: true);
        (x * y * 3).backward([tensor(new float[] { 1, 2 })], inputs: [x]);
        Near(x.grad!, 3, 6);
        Assert.Null(y.grad);
    }

    [Fact]
    public void Grad_OfGrad_GivesSecondDerivative()
    {
        var x = tensor(new float[] { 2 }, requires_grad: true);
        var first = autograd.grad([(x * x * x).sum()], [x], create_graph: true)[0];
        Near(first, 12);
        Near(autograd.grad([first.sum()], [x])[0], 12);
    }

    [Fact]
    public void Grad_HessianVectorProductThroughReluAndLinear_MatchesDifferences()
    {
        using var g = new Generator(3);
        var w = zeros(3, 4, dtype: float64).normal_(0, 1, g).requires_grad_();
        var x = zeros(5, 4, dtype: float64).normal_(0, 1, g);
        var v = zeros(3, 4, dtype: float64).normal_(0, 1, g);
        Tensor Loss(Tensor weights) => F.relu(F.linear(x, weights)).pow(2).sum();
        CheckHessianVectorProduct(Loss, w, v);
    }

    [Fact]
    public void Grad_HessianVectorProductThroughConvAndBatchNorm_MatchesDifferences()
    {
        using var g = new Generator(4);
        var w = zeros([2, 1, 3, 3], dtype: float64).normal_(0, 1, g).requires_grad_();
        var x = zeros([2, 1, 5, 5], dtype: float64).normal_(0, 1, g);
        var v = zeros([2, 1, 3, 3], dtype: float64).normal_(0, 1, g);
        var mean = zeros([2], dtype: float64);
        var variance = ones([2], dtype: float64) * 4;
        Tensor Loss(Tensor weights) => F.batch_norm(F.conv2d(x, weights, padding: [1]), mean, variance).pow(3).mean();
        CheckHessianVectorProduct(Loss, w, v);
    }

    [Fact]
    public void Grad_UnusedInput_FailsOrGivesNull()
    {
        var x = ones([1], requires_grad: true);
        var unused = ones([1], requires_grad: true);
        Assert.Throws<TorchException>(() => autograd.grad([(x * 2).sum()], [unused]));
        var both = autograd.grad([(x * 2).sum()], [x, unused], allow_unused: true);
        Near(both[0], 2);
        Assert.Null(both[1]);
    }

    [Fact]
    public void NoGrad_StopsRecording_AndIsRestored()
    {
        var x = ones([1], requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
        }

        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Detach_CutsTheHistory()
    {
        var x = ones([1], requires_grad: true);
        var y = x * 2;
        Assert.False(y.is_leaf);
        Assert.False(y.detach().requires_grad);
        y.retain_grad();
        (y * 3).sum().backward();
        Near(y.grad!, 3);
        Assert.True(y.detach_().is_leaf);
    }

    private static void CheckHessianVectorProduct(Func<Tensor, Tensor> loss, Tensor w, Tensor v)
    {
        Tensor Gradient(Tensor at) => autograd.grad([loss(at)], [at], create_graph: true)[0];
        var product = autograd.grad([(Gradient(w) * v).sum()], [w])[0];
        const double step = 1e-5;
        var up = Gradient((w + (v * step)).detach().requires_grad_());
        var down = Gradient((w - (v * step)).detach().requires_grad_());
        var differences = (up - down) / (2 * step);
        Assert.True(allclose(product, differences.detach(), rtol: 1e-4, atol: 1e-6));
    }
}
