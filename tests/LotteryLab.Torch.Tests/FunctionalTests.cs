using TorchSharp;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LotteryLab.Torch.Tests;

public class FunctionalTests : ScopedTest
{
    private readonly Tensor _image = arange(16, dtype: float32).reshape(1, 1, 4, 4);

    [Fact]
    public void Linear_WithAndWithoutBias_IsRight()
    {
        var x = Matrix(1, 2, 1, 2);
        var w = Matrix(2, 2, 1, 0, 3, 4);
        Near(F.linear(x, w), 1, 11);
        Near(F.linear(x, w, tensor(new float[] { 10, 20 })), 11, 31);
    }

    [Fact]
    public void Conv2d_OnesKernel_SumsWindows()
    {
        Near(F.conv2d(_image, ones(1, 1, 3, 3)), 45, 54, 81, 90);
        Near(F.conv2d(_image, ones(1, 1, 3, 3), tensor(new float[] { 1 }), strides: [2], padding: [1]), 11, 25, 52, 91);
        Assert.Equal([1, 2, 4, 4], F.conv2d(ones(1, 2, 4, 4), ones(2, 1, 3, 3), padding: [1, 1], groups: 2).shape);
    }

    [Fact]
    public void Pooling_HandComputed_IsRight()
    {
        Near(F.max_pool2d(_image, 2), 5, 7, 13, 15);
        Near(F.max_pool2d(_image, [2, 2], [2, 2]), 5, 7, 13, 15);
        Near(F.max_pool2d(_image, (2, 2)), 5, 7, 13, 15);
        Near(F.avg_pool2d(_image, 2), 2.5f, 4.5f, 10.5f, 12.5f);
        Near(F.adaptive_avg_pool2d(_image, 1), 7.5f);
        Near(F.adaptive_avg_pool2d(_image, [1, 1]), 7.5f);
    }

    [Fact]
    public void BatchNorm_TrainingAndEvaluation_AreRight()
    {
        var x = Matrix(2, 1, 1, 3);
        var mean = zeros(1);
        var variance = ones(1);
        Near(F.batch_norm(x, mean, variance, training: true, eps: 0), -1, 1);
        Near(mean, 0.2f);
        Near(variance, 0.9f + 0.2f);
        Near(F.batch_norm(x, ones(1), ones(1) * 4, ones(1) * 2, ones(1), eps: 0), 1, 3);
        Near(F.layer_norm(Matrix(1, 2, 1, 3), [2], eps: 0), -1, 1);
        Near(F.group_norm(Matrix(1, 2, 1, 3), 1, eps: 0), -1, 1);
        Near(F.normalize(Matrix(1, 2, 3, 4)), 0.6f, 0.8f);
    }

    [Fact]
    public void Losses_HandComputed_AreRight()
    {
        var scores = Matrix(2, 2, 0, 0, 0, MathF.Log(3));
        var classes = tensor(new long[] { 0, 1 });
        var losses = new[] { MathF.Log(2), MathF.Log(4 / 3f) };
        Near(F.cross_entropy(scores, classes, reduction: nn.Reduction.None), losses);
        Near(F.cross_entropy(scores, classes), losses.Average());
        Near(F.cross_entropy(scores, classes, reduction: nn.Reduction.Sum), losses.Sum());
        var smooth = (0.95f * MathF.Log(4 / 3f)) + (0.05f * MathF.Log(4));
        Near(F.cross_entropy(scores[1..], classes[1..], label_smoothing: 0.1), smooth);
        Near(F.nll_loss(F.log_softmax(scores, 1), classes), losses.Average());
        Near(F.mse_loss(Matrix(1, 2, 1, 2), Matrix(1, 2, 3, 2)), 2);
        Near(F.kl_div(scores.log_softmax(1), scores.log_softmax(1), log_target: true), 0);
    }

    [Fact]
    public void Others_SmallCases_AreRight()
    {
        Near(F.relu(tensor(new float[] { -1, 2 })), 0, 2);
        Near(F.leaky_relu(tensor(new float[] { -1, 2 })), -0.01f, 2);
        Near(F.gelu(tensor(new float[] { 0, 1 })), 0, 0.8413447f);
        Near(F.dropout(ones(4), 0.5, training: false), 1, 1, 1, 1);
        Assert.Equal([0, 1, 1, 0], F.one_hot(tensor(new long[] { 1, 0 })).Longs());
        Near(F.pad(Matrix(1, 2, 1, 2), [1, 0]), 0, 1, 2);
        Near(F.pad(_image[.., .., 0..1], [1, 1, 0, 0], PaddingModes.Reflect), 1, 0, 1, 2, 3, 2);
        Near(F.interpolate(_image[.., .., 0..1, 0..2], scale_factor: [2, 2]), 0, 0, 1, 1, 0, 0, 1, 1);
        Near(F.interpolate(_image[.., .., 0..1, 0..2], size: [1, 3], mode: InterpolationMode.Bilinear, align_corners: true), 0, 0.5f, 1);
        Assert.Equal((9L, 18L), nn.init.CalculateFanInAndFanOut(zeros(2, 1, 3, 3)));
        Near(NativeExtensions.Embedding(tensor(new long[] { 1 }), Matrix(2, 2, 1, 2, 3, 4)), 3, 4);
    }
}
