using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Networks.Tail;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Networks.Tail;

/// <summary>Layers without a graph, on every route and in every order, against LibTorch's with one.</summary>
public sealed class NetworkTailTests
{
    private static readonly Gen<Case> Cases =
        from layers in Gen.Choose(1, 3)
        from widths in Gen.ArrayOf(Gen.Choose(1, 70), layers + 1)
        from routes in Gen.ArrayOf(Gen.Elements(LayerRoute.Dense, LayerRoute.Sparse, LayerRoute.Compact), layers)
        from images in Gen.Choose(1, 150)
        from density in Gen.Elements(0, 0.01, 0.1, 0.5, 1)
        from seed in Gen.Choose(0, 1_000_000)
        from flags in Gen.Choose(0, 15)
        select new Case(widths, routes, images, density, seed, HasBias: (flags & 1) != 0, EndsWithRelu: (flags & 2) != 0, AsksForFeatures: (flags & 4) != 0, HasEmptyLines: (flags & 8) != 0);

    [Fact]
    public void AnyTail_EqualsTheGraph() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Cases.ToArbitrary(), Compare));

    [Fact]
    public void ImagesBeyondOnePanel_AreAllThere()
    {
        foreach (var images in new[] { 1, 7, 8, 9, 63, 64, 65, 128, 200 })
        {
            Assert.True(Compare(new Case([33, 20, 9], [LayerRoute.Sparse, LayerRoute.Sparse], images, 0.3, images, true, false, true, false)), $"{images} images");
        }
    }

    [Fact]
    public void Backward_ASmallerBatchAfterALargeOne_SeesNothingOfIt()
    {
        using var scope = torch.NewDisposeScope();
        using var made = new Made(new Case([12, 10, 5], [LayerRoute.Sparse, LayerRoute.Dense], 0, 0.4, 3, true, false, false, false));
        var small = Normal(new Random(1), 9, 12);
        var first = Step(made, small);
        Step(made, Normal(new Random(2), 70, 12));
        Assert.Equal(first, Step(made, small));

        static float[] Step(Made made, Tensor features)
        {
            var logits = made.Tail.Forward(features);
            made.Tail.LogitGradients((int)features.shape[0]).copy_(logits.mul(0.1f));
            made.Tail.Backward((int)features.shape[0], asksForFeatures: false);
            return [.. logits.data<float>(), .. made.Trained[0].grad!.data<float>(), .. made.Trained[2].grad!.data<float>()];
        }
    }

    [Fact]
    public void Forward_NotANumber_StaysSo()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var route in Enum.GetValues<LayerRoute>())
        {
            using var made = new Made(new Case([8, 6, 3], [route, LayerRoute.Dense], 0, 1, 1, true, false, false, false));
            var features = torch.ones([4, 8]);
            features[2, 5] = float.NaN;
            var logits = made.Tail.Forward(features);
            Assert.Equal([false, false, true, false], logits.isnan().any(1).data<bool>().ToArray());
        }
    }

    private static bool Compare(Case test)
    {
        using var scope = torch.NewDisposeScope();
        using var made = new Made(test);
        var random = new Random(test.Seed);
        var features = Normal(random, test.Images, test.Widths[0]);
        var given = Normal(random, test.Images, test.Widths[^1]);

        features.requires_grad = test.AsksForFeatures;
        var expected = features;
        for (var i = 0; i < test.Routes.Length; i++)
        {
            expected = nn.functional.linear(expected, made.Dense[2 * i], test.HasBias ? made.Dense[(2 * i) + 1] : null!);
            if (i < test.Routes.Length - 1 || test.EndsWithRelu)
            {
                // A sum so close to zero that two orders of summation give it two signs opens a ReLU in one of them only.
                given.mul_(expected.detach().abs().min(1, keepdim: true).values.gt(1e-4));
                expected = expected.relu();
            }
        }

        expected.backward([given]);
        var logits = made.Tail.Forward(features.detach());
        made.Tail.LogitGradients(test.Images).copy_(given);
        var ofFeatures = made.Tail.Backward(test.Images, test.AsksForFeatures);

        var isRight = Near(logits, expected) && (!test.AsksForFeatures || Near(ofFeatures!, features.grad!));
        for (var i = 0; i < made.Trained.Length; i++)
        {
            // A block has gradients of its pruned weights too; the optimizer ignores them.
            isRight &= Near(made.DenseGradient(i), made.Masks[i] is { } kept ? made.Dense[made.Positions[i]].grad!.mul(kept) : made.Dense[made.Positions[i]].grad!);
        }

        return isRight;
    }

    private static bool Near(Tensor actual, Tensor expected) =>
        actual.numel() == 0 || (actual.shape.SequenceEqual(expected.shape) && actual.sub(expected).abs().max().item<float>() <= 1e-4f * (1 + expected.abs().max().item<float>()));

    private static Tensor Normal(Random random, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        return torch.tensor(Enumerable.Range(0, (int)count).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray(), shape);
    }

    private sealed record Case(int[] Widths, LayerRoute[] Routes, int Images, double Density, int Seed, bool HasBias, bool EndsWithRelu, bool AsksForFeatures, bool HasEmptyLines);

    /// <summary>A tail with the dense weights that it stands for.</summary>
    private sealed class Made : IDisposable
    {
        private readonly Dictionary<string, KeptWeights> kept = [];

        internal Made(Case test)
        {
            var random = new Random(test.Seed + 1);
            var layers = new List<Layer> { new FlattenLayer() };
            var (trained, masks, positions) = (new List<Tensor>(), new List<Tensor?>(), new List<int>());
            for (var i = 0; i < test.Routes.Length; i++)
            {
                var layer = new LinearLayer($"fc{i}", test.Widths[i], test.Widths[i + 1], test.HasBias);
                layers.Add(layer);
                if (i < test.Routes.Length - 1 || test.EndsWithRelu)
                {
                    layers.Add(new ReluLayer());
                }

                var mask = BitMask.From((long)layer.Inputs * layer.Outputs, at => test.Routes[i] == LayerRoute.Dense
                    || (random.NextDouble() < test.Density && !(test.HasEmptyLines && (at / layer.Inputs % 3 == 1 || at % layer.Inputs % 4 == 2))));
                var zeroOne = MaskTensors.ToTensor(mask, torch.zeros([layer.Outputs, layer.Inputs]));
                var weight = Normal(random, layer.Outputs, layer.Inputs).mul_(zeroOne);
                var bias = Normal(random, layer.Outputs);
                Dense.AddRange([weight.requires_grad_(), bias.requires_grad_()]);
                trained.Add(Values(layer, mask, test.Routes[i], weight));
                masks.Add(test.Routes[i] == LayerRoute.Dense ? null : zeroOne);
                positions.Add(2 * i);
                if (test.HasBias)
                {
                    trained.Add(bias.detach().clone().requires_grad_());
                    masks.Add(null);
                    positions.Add((2 * i) + 1);
                }
            }

            (Trained, Masks, Positions) = ([.. trained], [.. masks], [.. positions]);
            Definition = new NetworkDefinition(new ImageShape(1, 1, test.Widths[0]), test.Widths[^1], layers);
            Tail = new NetworkTail(Definition, Trained, kept, keepsGradients: false);
        }

        internal NetworkDefinition Definition { get; }

        internal NetworkTail Tail { get; }

        internal List<Tensor> Dense { get; } = [];

        internal Tensor[] Trained { get; }

        internal Tensor?[] Masks { get; }

        /// <summary>Position among <see cref="Dense"/> of what is trained.</summary>
        internal int[] Positions { get; }

        internal Tensor DenseGradient(int trained)
        {
            if (Definition.Parameters[trained].Role != ParameterRole.LinearWeight || !kept.TryGetValue(Definition.Parameters[trained].Name[..^".weight".Length], out var weights))
            {
                return Trained[trained].grad!;
            }

            using var noGradient = torch.no_grad();
            using var values = weights.Values.clone();
            weights.Values.copy_(Trained[trained].grad!);
            var dense = torch.zeros_like(Dense[Positions[trained]]);
            weights.WriteTo(dense);
            weights.Values.copy_(values);
            return Masks[trained] is { } zeroOne ? dense.mul_(zeroOne) : dense;
        }

        public void Dispose()
        {
            Tail.Dispose();
            foreach (var weights in kept.Values)
            {
                weights.Dispose();
            }
        }

        private Tensor Values(LinearLayer layer, BitMask mask, LayerRoute route, Tensor weight)
        {
            if (route == LayerRoute.Dense)
            {
                return weight.detach().clone().requires_grad_();
            }

            KeptWeights weights = route == LayerRoute.Sparse ? new SparseWeights(layer, mask) : new CompactWeights(layer, mask);
            weights.ReadFrom(weight);
            weights.Values.requires_grad = true;
            kept.Add(layer.Name, weights);
            return weights.Values;
        }
    }
}
