using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Runtime;

/// <summary>Bits must not depend on where in memory numbers lie: that changes with lanes, with a resumed run and with every process.</summary>
public sealed class RepeatabilityTests
{
    private const int Offsets = 16;
    private static readonly long[] Ones = [1, 1];

    // The layers of LeNet-300-100, LeNet-5's and VGG's last ones, odd sizes, and thin products, which MKL computes in another way at another address.
    public static TheoryData<int, int, int> Layers => new()
    {
        { 60, 784, 300 }, { 60, 300, 100 }, { 60, 100, 10 }, { 128, 784, 300 }, { 512, 100, 10 }, { 60, 400, 120 }, { 128, 512, 10 },
        { 37, 64, 21 }, { 17, 33, 129 }, { 100, 60, 10 }, { 1, 784, 300 }, { 60, 784, 1 }, { 2, 1000, 2 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void FullyConnectedLayer_WhereverItsNumbersLie_GivesTheSameBits(int batch, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        var values = Draw([batch, inputs], [outputs, inputs], [outputs], [batch, outputs]);
        AssertSameBits(values, (images, weight, bias, gradient) =>
        [
            nn.functional.linear(images, weight, bias),
            gradient.t().mm(images),
            gradient.mm(weight),
        ]);
    }

    [Theory]
    [InlineData(1, 6, 28, 5)]
    [InlineData(3, 16, 32, 3)]
    [InlineData(16, 16, 16, 3)]
    [InlineData(64, 64, 8, 3)]
    [InlineData(32, 64, 8, 1)]
    public void Convolution_WhereverItsNumbersLie_GivesTheSameBits(int channels, int kernels, int size, int field)
    {
        using var scope = NewDisposeScope();
        long[] padding = [field / 2, field / 2];
        var values = Draw([8, channels, size, size], [kernels, channels, field, field], [kernels], [8, kernels, size, size]);
        AssertSameBits(values, (images, weight, bias, gradient) =>
        {
            var (leaf, kernel) = (images.detach().requires_grad_(), weight.detach().requires_grad_());
            var result = nn.functional.conv2d(leaf, kernel, bias, Ones, padding, Ones, 1);
            result.mul(gradient).sum().backward();
            return [result, leaf.grad!, kernel.grad!];
        });
    }

    [Fact]
    public void Bfloat16Layer_WhereverItsNumbersLie_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        var values = Draw([60, 784], [300, 784], [300], [60, 300]).Select(value => value.to(ScalarType.BFloat16)).ToArray();
        AssertSameBits(values, (images, weight, bias, gradient) => [nn.functional.linear(images, weight, bias), gradient.t().mm(images), gradient.mm(weight)]);
    }

    private static Tensor[] Draw(params long[][] shapes)
    {
        using var random = new Generator(1);
        return [.. shapes.Select(shape => randn(shape, generator: random))];
    }

    /// <summary>Every operand at every offset of its own, in two threads at once, against all operands at the beginning of their memory.</summary>
    private static void AssertSameBits(Tensor[] values, Func<Tensor, Tensor, Tensor, Tensor, Tensor[]> compute)
    {
        var expected = Bits(0);
        Parallel.For(1, Offsets, new ParallelOptions { MaxDegreeOfParallelism = 2 }, offset =>
        {
            var actual = Bits(offset);
            Assert.All(expected.Zip(actual), (pair, index) => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second), $"Result {index} differs at offset {offset}."));
        });

        byte[][] Bits(int offset)
        {
            using var scope = NewDisposeScope();

            // Not all by the same, so that their distances change too.
            var at = values.Select((value, index) => Moved(value, (offset * (index + 1)) % Offsets)).ToArray();
            return [.. compute(at[0], at[1], at[2], at[3]).Select(result => result.detach().contiguous().bytes.ToArray())];
        }
    }

    private static Tensor Moved(Tensor value, int offset)
    {
        var memory = empty(value.numel() + Offsets, value.dtype);
        return memory.narrow(0, offset, value.numel()).view(value.shape).copy_(value);
    }
}
