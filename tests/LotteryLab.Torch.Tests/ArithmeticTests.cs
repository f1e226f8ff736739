using TorchSharp;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class ArithmeticTests : ScopedTest
{
    private readonly Tensor _a = Matrix(2, 2, 1, 2, 3, 4);
    private readonly Tensor _b = Matrix(2, 2, 10, 20, 30, 40);

    [Fact]
    public void Operators_TensorsAndNumbers_GiveElementwiseResults()
    {
        Near(_a + _b, 11, 22, 33, 44);
        Near(_b - _a, 9, 18, 27, 36);
        Near(_a * _b, 10, 40, 90, 160);
        Near(_b / _a, 10, 10, 10, 10);
        Near(-_a, -1, -2, -3, -4);
        Near(1 + _a, 2, 3, 4, 5);
        Near(_a + 1L, 2, 3, 4, 5);
        Near(10 - _a, 9, 8, 7, 6);
        Near(_a - 1f, 0, 1, 2, 3);
        Near(2.5 * _a, 2.5f, 5, 7.5f, 10);
        Near(12 / _a, 12, 6, 4, 3);
        Near(_a / 2.0, 0.5f, 1, 1.5f, 2);
        Near(_a % 2, 1, 0, 1, 0);
    }

    [Fact]
    public void Add_WithAlpha_ScalesTheSecond() => Near(_a.add(_b, 0.5), 6, 12, 18, 24);

    [Fact]
    public void InPlace_ChangesAndReturnsTheSameObject()
    {
        var x = _a.clone();
        Assert.Same(x, x.add_(_b, 2).mul_(0.5).sub_(1).div_(2));
        Near(x, 4.75f, 10, 15.25f, 20.5f);
        Near(x.zero_(), 0, 0, 0, 0);
        Near(x.fill_(7), 7, 7, 7, 7);
        Near(x.copy_(_a), 1, 2, 3, 4);
        Near(x.addcmul_(_a, _b, 0.1), 2, 6, 12, 20);
        Near(x.addcdiv_(_b, _a, 1), 12, 16, 22, 30);
        Near(x.lerp_(_a, tensor(1f)), 1, 2, 3, 4);
        Near(x.neg_().abs_().sqrt_().pow_(2).reciprocal_(), 1, 0.5f, 1 / 3f, 0.25f);
    }

    [Fact]
    public void Broadcast_RowAndColumn_FillTheMatrix() => Near(_a + tensor(new float[] { 10, 20 }), 11, 22, 13, 24);

    [Fact]
    public void Pointwise_KnownValues_AreRight()
    {
        var x = tensor(new float[] { -1, 0, 1 });
        Near(x.exp(), MathF.Exp(-1), 1, MathF.E);
        Near(x.sign(), -1, 0, 1);
        Near(x.clamp(0, 0.5), 0, 0, 0.5f);
        Near(x.clamp_min(0), 0, 0, 1);
        Near(x.sigmoid(), 0.26894142f, 0.5f, 0.7310586f);
        Near(x.tanh(), -0.7615942f, 0, 0.7615942f);
        Near(x.relu(), 0, 0, 1);
        Near(x.erf(), -0.8427008f, 0, 0.8427008f);
        Near(x.erf().erfinv(), -1, 0, 1);
        Near(x.softmax(0), 0.09003057f, 0.24472848f, 0.66524094f);
        Near(x.log_softmax(0).exp(), 0.09003057f, 0.24472848f, 0.66524094f);
        Near(torch.sqrt(torch.square(x)), 1, 0, 1);
        Near(torch.pow(x, 3), -1, 0, 1);
        Near(torch.log(tensor(new float[] { 1, MathF.E })), 0, 1);
    }

    [Fact]
    public void Division_WithRounding_RoundsAsAsked()
    {
        var x = tensor(new float[] { -7, 7 });
        Near(x.div(2, RoundingMode.floor), -4, 3);
        Near(x.div(2, RoundingMode.trunc), -3, 3);
        Near(tensor(new float[] { 0.5f, 1.5f, 2.5f }).round(), 0, 2, 2);
    }

    [Fact]
    public void Comparisons_GiveTruthValues()
    {
        Assert.Equal([false, false, true, true], (_a > 2).Truths());
        Assert.Equal([true, true, false, false], (_a <= 2).Truths());
        Assert.Equal([true, false, false, false], (_a == 1).Truths());
        Assert.Equal([false, true, true, true], (1 != _a).Truths());
        Assert.Equal([true, true, true, true], _a.lt(_b).Truths());
        Assert.Equal([false, false, true, false], ((_a > 2) & (_a < 4)).Truths());
        Assert.Equal([true, true, false, true], (~((_a > 2) & (_a < 4))).Truths());
        Assert.Equal([true, true, false, true], ((_a < 3) | (_a > 3)).Truths());
        Assert.Equal([true, false], tensor(new[] { true, false }).logical_and(tensor(new[] { true, true })).Truths());
        Assert.Equal([false, true], tensor(new[] { true, false }).logical_xor(tensor(new[] { true, true })).Truths());
        Assert.Equal([false, true], tensor(new[] { true, false }).logical_not().Truths());
        Assert.Equal([true, false, false], tensor(new[] { float.NaN, 1, float.PositiveInfinity }).isnan().Truths());
        Assert.Equal([false, true, false], tensor(new[] { float.NaN, 1, float.PositiveInfinity }).isfinite().Truths());
        Assert.True(allclose(_a, _a + 1e-7));
        Assert.False(_a.allclose(_b));
    }

    [Fact]
    public void MatrixProducts_HandComputed_AreRight()
    {
        Near(_a.matmul(_b), 70, 100, 150, 220);
        Near(mm(_a, _b), 70, 100, 150, 220);
        Near(_a.mv(tensor(new float[] { 1, 1 })), 3, 7);
        Near(tensor(new float[] { 1, 2 }).dot(tensor(new float[] { 3, 4 })), 11);
        Near(_a.unsqueeze(0).bmm(_b.unsqueeze(0)), 70, 100, 150, 220);
        Near(_a.addmm(_a, _b, 2, 1), 72, 104, 156, 228);
        Near(einsum("ij,jk->ik", _a, _b), 70, 100, 150, 220);
        Near(outer(tensor(new float[] { 1, 2 }), tensor(new float[] { 3, 4 })), 3, 4, 6, 8);
    }

    [Fact]
    public void LinearAlgebra_Reconstructs()
    {
        var (q, r) = linalg.qr(_a);
        Near(q.matmul(r), 1, 2, 3, 4);
        var (u, s, vh) = linalg.svd(_a);
        Near(u.matmul(diag(s)).matmul(vh), 1, 2, 3, 4);
        Near(linalg.norm(_a), MathF.Sqrt(30));
        Near(linalg.norm(_a, 2.0, [1]), MathF.Sqrt(5), 5);
        Near(linalg.vector_norm(_a, 1.0), 10);
        Near(linalg.inv(_a), -2, 1, 1.5f, -0.5f);
        var spectrum = fft.rfft(tensor(new float[] { 1, 2, 3, 4 }));
        Near(spectrum.abs(), 10, MathF.Sqrt(8), 2);
        Near(fft.irfft(spectrum), 1, 2, 3, 4);
    }
}
