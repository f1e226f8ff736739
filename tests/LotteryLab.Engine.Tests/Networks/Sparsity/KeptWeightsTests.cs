using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks.Sparsity;

/// <summary>Sparse and compact layers against the dense one, over random shapes and masks.</summary>
public sealed class KeptWeightsTests
{
    private static readonly Gen<Case> Cases =
        from inputs in Gen.Choose(1, 70)
        from outputs in Gen.Choose(1, 40)
        from images in Gen.Choose(1, 150)
        from density in Gen.Elements(0, 0.01, 0.1, 0.5, 1)
        from seed in Gen.Choose(0, 1_000_000)
        from flags in Gen.Choose(0, 31)
        select new Case(inputs, outputs, images, density, seed, HasBias: (flags & 1) != 0, IsRectified: (flags & 2) != 0, NeedsInput: (flags & 4) != 0, HasEmptyLines: (flags & 8) != 0, IsTransposed: (flags & 16) != 0);

    [Fact]
    public void Run_AnySparseLayer_EqualsTheDenseOne() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Cases.ToArbitrary(), test => Compare(test, (layer, mask) => new SparseWeights(layer, mask))));

    [Fact]
    public void Run_AnyCompactLayer_EqualsTheDenseOne() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Cases.ToArbitrary(), test => Compare(test, (layer, mask) => new CompactWeights(layer, mask))));

    [Fact]
    public void Run_ImagesBeyondOnePanel_AreAllThere()
    {
        foreach (var images in new[] { 15, 16, 17, 48, 63, 64, 65, 128, 200 })
        {
            Assert.True(Compare(new Case(33, 20, images, 0.3, images, true, true, true, false, false), (layer, mask) => new SparseWeights(layer, mask)), $"{images} images");
        }
    }

    [Fact]
    public void WriteTo_GivesBackWhatReadFromTook()
    {
        using var scope = torch.NewDisposeScope();
        var layer = new LinearLayer("fc", 30, 20);
        var mask = BitMask.From(600, i => i % 7 == 3);
        using var dense = torch.rand([20, 30]).mul_(MaskTensors.ToTensor(mask, torch.zeros([20, 30])));
        foreach (var create in new Func<LinearLayer, BitMask, KeptWeights>[] { (layer, mask) => new SparseWeights(layer, mask), (l, m) => new CompactWeights(l, m) })
        {
            using var kept = create(layer, mask);
            using var copy = torch.zeros([20, 30]);
            kept.ReadFrom(dense);
            kept.WriteTo(copy);
            Assert.True(copy.eq(dense).all().item<bool>());
        }
    }

    private static bool Compare(Case test, Func<LinearLayer, BitMask, KeptWeights> create)
    {
        using var scope = torch.NewDisposeScope();
        var random = new Random(test.Seed);
        var layer = new LinearLayer("fc", test.Inputs, test.Outputs, test.HasBias);
        var mask = BitMask.From((long)test.Inputs * test.Outputs, i => random.NextDouble() < test.Density
            && !(test.HasEmptyLines && (i / test.Inputs % 3 == 1 || i % test.Inputs % 4 == 2)));
        var given = Normal(random, test.Images, test.Outputs);
        using var kept = create(layer, mask);

        var weight = Normal(random, test.Outputs, test.Inputs).mul_(MaskTensors.ToTensor(mask, torch.zeros([test.Outputs, test.Inputs])));
        kept.ReadFrom(weight);
        kept.Values.requires_grad = true;
        weight.requires_grad = true;
        var bias = test.HasBias ? Normal(random, test.Outputs) : null;
        var values = test.IsTransposed ? Normal(random, test.Inputs, test.Images).t() : Normal(random, test.Images, test.Inputs);

        var (denseInput, denseBias) = (Leaf(values, test.NeedsInput), bias is null ? null : Leaf(bias, true));
        var expected = nn.functional.linear(denseInput, weight, denseBias!);
        // A sum so close to zero that two orders of summation give it two signs opens a ReLU in one of them only.
        given.mul_(expected.detach().abs().gt(1e-4));
        expected = test.IsRectified ? expected.relu() : expected;
        expected.backward([given]);

        var (input, ownBias) = (Leaf(values, test.NeedsInput), bias is null ? null : Leaf(bias, true));
        var output = kept.Run(input, kept.Values, ownBias, test.IsRectified);
        output.backward([given]);

        using var gradients = torch.zeros([test.Outputs, test.Inputs]);
        using var own = create(layer, mask);
        using (torch.no_grad())
        {
            own.Values.copy_(kept.Values.grad!);
        }

        // A block has gradients of its pruned weights too; the optimizer ignores them.
        own.WriteTo(gradients);
        var zeroOne = MaskTensors.ToTensor(mask, gradients);
        return Near(output, expected)
            && Near(gradients.mul(zeroOne), weight.grad!.mul(zeroOne))
            && (!test.HasBias || Near(ownBias!.grad!, denseBias!.grad!))
            && (!test.NeedsInput || Near(input.grad!, denseInput.grad!));
    }

    private static Tensor Leaf(Tensor values, bool requiresGradient)
    {
        var leaf = values.clone();
        leaf.requires_grad = requiresGradient;
        return leaf;
    }

    private static bool Near(Tensor actual, Tensor expected) =>
        actual.numel() == 0 || (actual.shape.SequenceEqual(expected.shape) && actual.sub(expected).abs().max().item<float>() <= 1e-4f * (1 + expected.abs().max().item<float>()));

    private static Tensor Normal(Random random, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return torch.tensor(Enumerable.Range(0, (int)count).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray(), shape);
    }

    private sealed record Case(int Inputs, int Outputs, int Images, double Density, int Seed, bool HasBias, bool IsRectified, bool NeedsInput, bool HasEmptyLines, bool IsTransposed);
}
