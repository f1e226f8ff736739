using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

/// <summary>Fused layers against LibTorch's own operations, one after another.</summary>
public class FusedLayersTests : ScopedTest
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.2;

    private static readonly ScalarType[] Types = [ScalarType.Float32, ScalarType.BFloat16];

    /// <summary>Shapes with channels that fill registers, that do not, and both; few rows and many.</summary>
    public static TheoryData<long[], bool> Shapes => new()
    {
        { [3, 16, 5, 7], true },
        { [2, 37, 3, 3], true },
        { [9, 3, 33, 9], true },
        { [5, 64, 8, 8], true },
        { [2, 1, 4, 4], true },
        { [30, 19, 1, 1], true },
        { [3, 16, 5, 7], false },
        { [2, 37, 3, 3], false },
        { [70, 21], true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void NormalizedActivation_IsWhatSingleOperationsGive(long[] shape, bool isChannelsLast)
    {
        foreach (var (type, variant) in Types.SelectMany(type => Enumerable.Range(0, 8).Select(variant => (type, variant))))
        {
            using var scope = NewDisposeScope();
            var (isRectified, isAdding, isAffine) = ((variant & 1) != 0, (variant & 2) != 0, (variant & 4) != 0);
            var values = (rand(shape) * 3 + 5).to(type);
            var more = (rand(shape) - 0.5).to(type);
            var given = (rand(shape) - 0.4).to(type);
            var fused = new Norm(Arranged(values, isChannelsLast), isAdding ? Arranged(more, isChannelsLast) : null, isAffine, shape[1]);
            var y = FusedLayers.NormalizedActivation(fused.Input, fused.Added, fused.Scale, fused.Shift, fused.Mean, fused.Variance, Momentum, Epsilon, isRectified);
            Assert.Equal(type, y.dtype);
            y.backward([given]);

            // The single operations take float32 whatever the type is: they would round in between.
            var single = new Norm(values.to(ScalarType.Float32), isAdding ? more.to(ScalarType.Float32) : null, isAffine, shape[1]);
            var normal = nn.functional.batch_norm(single.Input, single.Mean, single.Variance, single.Scale!, single.Shift!, true, Momentum, Epsilon);
            var sum = single.Added is null ? normal : normal.add(single.Added);
            var expected = isRectified ? sum.relu() : sum;
            expected.backward([given.to(ScalarType.Float32)]);

            var tolerance = type == ScalarType.Float32 ? 2e-4 : 3e-2;
            Close(expected, y, tolerance);
            Close(single.Mean, fused.Mean, 1e-5);
            Close(single.Variance, fused.Variance, 1e-5);
            if (type == ScalarType.BFloat16 && isRectified)
            {
                // A value that rounds to zero is cut there and not here.
                continue;
            }

            Close(single.Input.grad!, fused.Input.grad!, tolerance);
            if (isAdding)
            {
                Close(single.Added!.grad!, fused.Added!.grad!, tolerance);
            }

            if (isAffine)
            {
                Close(single.Scale!.grad!, fused.Scale!.grad!, tolerance);
                Close(single.Shift!.grad!, fused.Shift!.grad!, tolerance);
            }
        }
    }

    [Fact]
    public void NormalizedActivation_FarFromZero_KeepsItsDigits()
    {
        var values = (rand(8, 16, 40, 40) + 1000).ToChannelsLast();
        var (mean, variance) = (zeros(16), ones(16));
        FusedLayers.NormalizedActivation(values, null, null, null, mean, variance, 1, Epsilon, false);
        var exact = values.to(ScalarType.Float64);
        Close(exact.mean([0, 2, 3]), mean, 1e-7);
        Close(exact.permute(1, 0, 2, 3).flatten(1).var(1), variance, 1e-5);
    }

    [Fact]
    public void NormalizedActivation_OfWhatIsNoNumber_IsNone()
    {
        var values = rand(2, 16, 4, 4).ToChannelsLast();
        values[0, 3, 1, 1] = float.NaN;
        var y = FusedLayers.NormalizedActivation(values, null, null, null, zeros(16), ones(16), Momentum, Epsilon, true);
        Assert.True(y[0, 3].isnan().all().item<bool>());
        Assert.False(y[0, 4].isnan().any().item<bool>());
    }

    [Fact]
    public void NormalizedActivation_GradientsOfGradients_AreLibTorchs()
    {
        var values = rand(4, 6, 5, 5, dtype: ScalarType.Float32);
        Tensor Second(bool isFused)
        {
            var norm = new Norm(Arranged(values, isChannelsLast: true), null, isAffine: true, 6);
            var y = isFused
                ? FusedLayers.NormalizedActivation(norm.Input, null, norm.Scale, norm.Shift, norm.Mean, norm.Variance, Momentum, Epsilon, true)
                : nn.functional.batch_norm(norm.Input, norm.Mean, norm.Variance, norm.Scale!, norm.Shift!, true, Momentum, Epsilon).relu();
            var first = autograd.grad([y.pow(3).sum()], [norm.Input, norm.Scale!], create_graph: true);
            (first[0].pow(2).sum() + first[1].pow(2).sum()).backward();
            return norm.Input.grad!;
        }

        Close(Second(isFused: false), Second(isFused: true), 1e-3);
    }

    [Fact]
    public void NormalizedActivation_TheSameTwice_GivesTheSameBits()
    {
        var values = rand(16, 32, 16, 16).ToChannelsLast();
        var before = get_num_threads();
        float[] Gradient(int threads)
        {
            set_num_threads(threads);
            var norm = new Norm(Arranged(values, isChannelsLast: true), null, isAffine: true, 32);
            FusedLayers.NormalizedActivation(norm.Input, null, norm.Scale, norm.Shift, norm.Mean, norm.Variance, Momentum, Epsilon, true).pow(2).sum().backward();
            return [.. norm.Input.grad!.Floats(), .. norm.Scale!.grad!.Floats(), .. norm.Variance.Floats()];
        }

        try
        {
            Assert.Equal(Gradient(1), Gradient(1));
            Assert.Equal(Gradient(1), Gradient(2));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(new long[] { 3, 16, 8, 6 }, 2, true)]
    [InlineData(new long[] { 2, 37, 7, 9 }, 2, true)]
    [InlineData(new long[] { 2, 5, 10, 11 }, 3, true)]
    [InlineData(new long[] { 2, 64, 4, 4 }, 4, true)]
    [InlineData(new long[] { 2, 5, 10, 11 }, 3, false)]
    public void LargestOfWindows_IsReluAndMaxPooling_ToTheBit(long[] shape, long size, bool isChannelsLast)
    {
        foreach (var (type, variant) in Types.SelectMany(type => Enumerable.Range(0, 4).Select(variant => (type, variant))))
        {
            using var scope = NewDisposeScope();
            var (isRectified, isFlattened) = ((variant & 1) != 0, (variant & 2) != 0);
            // Few different values, so that windows have several that are largest.
            var values = rand(shape).mul(7).sub(4).floor().to(type);
            values[0, 1, 1, 0] = float.NaN;
            var fused = Leaf(Arranged(values, isChannelsLast));
            var single = Leaf(values);
            var y = FusedLayers.LargestOfWindows(fused, size, isRectified, isFlattened);
            var expected = nn.functional.max_pool2d(isRectified ? single.relu() : single, [size, size]);
            var given = rand(expected.shape).to(type);
            y.flatten(1).backward([given.flatten(1)]);
            expected.backward([given]);
            Same(expected, y);
            Same(single.grad!, fused.grad!);
            Assert.False(isChannelsLast && isFlattened && y.IsChannelsLast() && y.shape[2] > 1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LargestOfWindows_GradientsOfGradients_AreLibTorchs(bool isFlattened)
    {
        var values = rand(2, 5, 7, 9) - 0.3;
        Tensor Second(bool isFused)
        {
            var x = Leaf(Arranged(values, isChannelsLast: true));
            var cubes = x.pow(3);
            var y = isFused ? FusedLayers.LargestOfWindows(cubes, 3, true, isFlattened) : nn.functional.max_pool2d(cubes.relu(), [3, 3]);
            autograd.grad([y.pow(2).sum()], [x], create_graph: true)[0].pow(2).sum().backward();
            return x.grad!;
        }

        Close(Second(isFused: false), Second(isFused: true), 1e-4);
    }

    [Fact]
    public void FusedLayers_Repeated_LeaveNothing()
    {
        var norm = new Norm(Arranged(rand(4, 16, 8, 8), isChannelsLast: true), null, isAffine: true, 16);
        void Step()
        {
            using var scope = NewDisposeScope();
            var y = FusedLayers.NormalizedActivation(norm.Input, null, norm.Scale, norm.Shift, norm.Mean, norm.Variance, Momentum, Epsilon, true);
            FusedLayers.LargestOfWindows(y, 2, false, true).sum().backward();
            norm.Input.grad = null;
            norm.Scale!.grad = null;
            norm.Shift!.grad = null;
        }

        Step();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 50; i++)
        {
            Step();
        }

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Arranged(Tensor values, bool isChannelsLast) => isChannelsLast && values.dim() == 4 ? values.ToChannelsLast().clone() : values.clone();

    private static Tensor Leaf(Tensor values)
    {
        var leaf = values.detach().clone();
        leaf.requires_grad = true;
        return leaf;
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        var (one, other) = (expected.detach().to(ScalarType.Float64), actual.detach().to(ScalarType.Float64));
        var scale = Math.Max(1, one.abs().max().item<double>());
        var away = one.sub(other).abs().max().item<double>();
        Assert.True(away <= tolerance * scale, $"{away} away, of {scale}");
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (one, other) = (expected.detach().to(ScalarType.Float32), actual.detach().to(ScalarType.Float32));
        Assert.True(one.eq(other).logical_or(one.isnan().logical_and(other.isnan())).all().item<bool>());
    }

    /// <summary>A batch norm with leaves for everything that gets a gradient.</summary>
    private sealed class Norm
    {
        internal Norm(Tensor input, Tensor? added, bool isAffine, long channels)
        {
            Input = Leaf(input);
            Added = added is null ? null : Leaf(added);
            Scale = isAffine ? Leaf(linspace(0.5, 1.5, channels)) : null;
            Shift = isAffine ? Leaf(linspace(-0.5, 0.3, channels)) : null;
            Mean = zeros(channels);
            Variance = ones(channels);
        }

        internal Tensor Input { get; }

        internal Tensor? Added { get; }

        internal Tensor? Scale { get; }

        internal Tensor? Shift { get; }

        internal Tensor Mean { get; }

        internal Tensor Variance { get; }
    }
}
