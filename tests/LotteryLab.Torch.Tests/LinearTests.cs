using FsCheck;
using FsCheck.Fluent;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

/// <summary>The fused layer against LibTorch's linear, relu and their gradients.</summary>
public class LinearTests : ScopedTest
{
    private const float Tolerance = 2e-5f;

    private static readonly Gen<Case> Cases =
        from images in Gen.OneOf(Gen.Choose(1, 70), Gen.Choose(120, 300))
        from inputs in Gen.Choose(1, 90)
        from outputs in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(60, 90))
        from seed in Gen.Choose(0, 1_000_000)
        from layout in Gen.Choose(0, 3)
        from givenLayout in Gen.Choose(0, 3)
        from flags in Gen.Choose(0, 7)
        select new Case(images, inputs, outputs, seed, layout, givenLayout, HasBias: (flags & 1) != 0, IsRectified: (flags & 2) != 0, NeedsInput: (flags & 4) != 0);

    [Fact]
    public void Linear_HandComputed_IsRight()
    {
        var x = Matrix(2, 3, 1, 5, 4, 2, 6, 3).requires_grad_();
        var weight = Matrix(2, 3, 2, 0, -1, 0, -1, 1).requires_grad_();
        var bias = tensor(new float[] { 10, 0 }).requires_grad_();
        var y = NativeExtensions.Linear(x, weight, bias, isRectified: true);
        Near(y, 8, 0, 11, 0);
        y.backward([Matrix(2, 2, 1, 1, 10, 10)]);
        Near(weight.grad!, 21, 65, 34, 0, 0, 0);
        Near(bias.grad!, 11, 0);
        Near(x.grad!, 2, 0, -1, 20, 0, -10);
    }

    [Fact]
    public void Linear_AnyShapeAndLayout_EqualsLibTorch() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Cases.ToArbitrary(), Equals));

    [Theory]
    [InlineData(60, 784, 300)]
    [InlineData(128, 784, 300)]
    [InlineData(513, 300, 100)]
    [InlineData(2000, 100, 10)]
    public void Linear_ShapesOfLeNet_EqualLibTorch(int images, int inputs, int outputs)
    {
        foreach (var layout in new[] { 0, 1 })
        {
            Assert.True(Equals(new Case(images, inputs, outputs, 1, layout, layout, true, outputs > 10, true)));
        }
    }

    [Fact]
    public void Linear_DifferentiatedTwice_EqualsLibTorch()
    {
        float[][] Derivatives(Func<Tensor, Tensor, Tensor, Tensor> layer)
        {
            var random = new Random(3);
            var (x, weight, bias, direction) = (Normal(random, 7, 5).requires_grad_(), Normal(random, 4, 5).requires_grad_(), Normal(random, 4).requires_grad_(), Normal(random, 4, 5));
            var loss = layer(x, weight, bias).pow(3).sum();
            var first = autograd.grad([loss], [x, weight, bias], create_graph: true);
            var second = autograd.grad([first[1].mul(direction).sum().add(first[0].pow(2).sum()).add(first[2].sum())], [x, weight, bias], create_graph: true);
            second[1].pow(2).sum().backward();
            return [.. first.Concat(second).Append(weight.grad!).Append(x.grad!).Select(gradient => gradient.contiguous().Floats())];
        }

        foreach (var isRectified in new[] { true, false })
        {
            var expected = Derivatives((x, w, b) => isRectified ? nn.functional.linear(x, w, b).relu() : nn.functional.linear(x, w, b));
            var found = Derivatives((x, w, b) => NativeExtensions.Linear(x, w, b, isRectified));
            foreach (var (a, b) in expected.Zip(found))
            {
                Assert.Equal(a.Length, b.Length);
                Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-3f * (1 + MathF.Abs(pair.First))));
            }
        }
    }

    [Fact]
    public void Linear_WhatTheKernelsDoNotTake_GoesThroughLibTorch()
    {
        var (weight, bias) = (randn(4, 5), randn(4));
        var empty = NativeExtensions.Linear(zeros(0, 5), weight, bias, isRectified: true);
        Assert.Equal([0L, 4L], empty.shape);
        Assert.Equal([2L, 3L, 4L], NativeExtensions.Linear(randn(2, 3, 5), weight, bias).shape);
        Assert.Equal(ScalarType.Float64, NativeExtensions.Linear(randn([3, 5], ScalarType.Float64), weight.to(ScalarType.Float64), null).dtype);
        using (NativeExtensions.Autocast(TorchSharp.DeviceType.CPU, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, NativeExtensions.Linear(randn(3, 5), weight, bias, isRectified: true).dtype);
        }

        Assert.Throws<TorchException>(() => NativeExtensions.Linear(randn(3, 6), weight, bias));
        Assert.Throws<TorchException>(() => NativeExtensions.Linear(randn(3, 5), weight, zeros(3)));
    }

    [Fact]
    public void Linear_OutputsThatAreNotNumbers_StayVisible()
    {
        var y = NativeExtensions.Linear(Matrix(1, 1, float.NaN), Matrix(1, 1, 1), null, isRectified: true);
        Assert.True(float.IsNaN(y.item<float>()));
    }

    [Fact]
    public void Linear_AgainAndBesideAnotherLane_GivesTheSameBits()
    {
        var alone = Train(1);
        Assert.Equal(alone, Train(1));
        var beside = new float[2][];
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, lane => beside[lane] = Train(1));
        Assert.Equal(alone, beside[0]);
        Assert.Equal(alone, beside[1]);
    }

    [Fact]
    public void Linear_Steps_LeaveNoTensors()
    {
        _ = Train(1);
        var before = NativeRuntime.LiveTensorCount;
        _ = Train(1);
        // Other tests run beside this one; a leak of this one would be fifty steps of tensors.
        Assert.True(NativeRuntime.LiveTensorCount < before + 50);
    }

    [Fact]
    public void Product_AnyLayout_EqualsLibTorch()
    {
        foreach (var (rows, inner, columns) in new[] { (1, 1, 1), (1, 7, 5), (9, 1, 4), (33, 65, 17), (5, 6, 1) })
        {
            var (left, right) = (randn(rows, inner), randn(inner, columns));
            var expected = left.matmul(right);
            foreach (var (a, b) in new[] { (left, right), (Turned(left), right), (left, Turned(right)), (Turned(left), Turned(right)) })
            {
                Assert.True(IsNear(MatrixProducts.Product(a, b), expected), $"{rows}x{inner}x{columns}");
            }
        }
    }

    private static bool Equals(Case test)
    {
        using var scope = NewDisposeScope();
        var random = new Random(test.Seed);
        var values = Laid(Normal(random, test.Images, test.Inputs), test.Layout);
        var (weights, biases) = (Normal(random, test.Outputs, test.Inputs), Normal(random, test.Outputs));
        var given = Normal(random, test.Images, test.Outputs);

        var (input, weight, bias) = (Leaf(values, test.NeedsInput), Leaf(weights, true), test.HasBias ? Leaf(biases, true) : null);
        var expected = nn.functional.linear(input, weight, bias);
        // A sum so close to zero that two orders of summation give it two signs opens a ReLU in one of them only.
        given = Laid(given.mul(expected.detach().abs().gt(1e-4)), test.GivenLayout);
        expected = test.IsRectified ? expected.relu() : expected;
        expected.backward([given]);

        var (ownInput, ownWeight, ownBias) = (Leaf(values, test.NeedsInput), Leaf(weights, true), test.HasBias ? Leaf(biases, true) : null);
        var output = NativeExtensions.Linear(ownInput, ownWeight, ownBias, test.IsRectified);
        output.backward([given]);
        using var silent = no_grad();
        var again = NativeExtensions.Linear(ownInput, ownWeight, ownBias, test.IsRectified);
        return IsNear(output, expected)
            && again.eq(output).all().item<bool>()
            && IsNear(ownWeight.grad!, weight.grad!)
            && (!test.HasBias || IsNear(ownBias!.grad!, bias!.grad!))
            && (!test.NeedsInput || IsNear(ownInput.grad!, input.grad!));
    }

    // Row-major, by unit, a part of a larger matrix, or with gaps between neighbours.
    private static Tensor Laid(Tensor matrix, int layout) => layout switch
    {
        0 => matrix,
        1 => Turned(matrix),
        2 => cat([matrix, matrix], 1).narrow(1, 0, matrix.shape[1]),
        _ => stack([matrix, matrix], 2).select(2, 0),
    };

    private static Tensor Turned(Tensor matrix) => matrix.t().contiguous().t();

    private static Tensor Leaf(Tensor values, bool requiresGradient)
    {
        var leaf = values.detach();
        leaf.requires_grad = requiresGradient;
        return leaf;
    }

    private static float[] Train(int seed)
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var (x, target) = (Normal(random, 60, 784), Normal(random, 60, 10));
        Tensor[] weights = [Normal(random, 300, 784).mul_(0.05f), Normal(random, 10, 300).mul_(0.1f)];
        for (var step = 0; step < 50; step++)
        {
            using var round = NewDisposeScope();
            foreach (var weight in weights)
            {
                weight.grad = null;
                weight.requires_grad = true;
            }

            NativeExtensions.Linear(NativeExtensions.Linear(x, weights[0], null, isRectified: true), weights[1], null).sub(target).pow(2).mean().backward();
            using var silent = no_grad();
            foreach (var weight in weights)
            {
                weight.sub_(weight.grad!.mul(0.01f));
            }
        }

        return weights[0].Floats();
    }

    private static Tensor Normal(Random random, params long[] sizes) =>
        tensor(Enumerable.Range(0, (int)sizes.Aggregate((a, b) => a * b)).Select(_ => (float)(random.NextDouble() - random.NextDouble())).ToArray(), sizes);

    private static bool IsNear(Tensor actual, Tensor expected) =>
        actual.shape.SequenceEqual(expected.shape) && actual.sub(expected).abs().max().item<float>() <= Tolerance * (1 + expected.abs().max().item<float>());

    private sealed record Case(int Images, int Inputs, int Outputs, int Seed, int Layout, int GivenLayout, bool HasBias, bool IsRectified, bool NeedsInput);
}
