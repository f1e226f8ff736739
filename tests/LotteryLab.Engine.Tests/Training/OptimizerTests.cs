using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Training;

public sealed class OptimizerTests
{
    // Not a multiple of any vector width, and more than one word of the mask.
    private const int Count = 203;
    private const int Steps = 5;

    private static readonly ParameterDefinition Weight = new("fc.weight", [7, 29], ParameterRole.LinearWeight, IsShortcut: false, IsOutput: true);
    private static readonly ParameterDefinition Bias = new("fc.bias", [7], ParameterRole.Bias, IsShortcut: false, IsOutput: true);

    public static TheoryData<string> Kinds => ["sgd", "sgd momentum", "sgd nesterov", "sgd decay", "adam", "adam decay", "adamw"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_VectorAndScalarForm_AreTheSameBits(string kind)
    {
        foreach (var mask in new[] { MaskOf(0.5), null })
        {
            var expected = Train(kind, mask, VectorUse.None, fused: true);
            Assert.Equal(expected, Train(kind, mask, VectorUse.Machine, fused: true));
            Assert.Equal(expected, Train(kind, mask, VectorUse.Wide, fused: true));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_FusedPass_EqualsTensorOperations(string kind)
    {
        var expected = Train(kind, MaskOf(0.3), VectorChoice.Best, fused: false);
        var actual = Train(kind, MaskOf(0.3), VectorChoice.Best, fused: true);
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(expected[i], actual[i], 1e-6f));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_FusedPass_FollowsTheDefinition(string kind)
    {
        var expected = Reference(kind);
        var actual = Train(kind, null, VectorChoice.Best, fused: true);
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal((float)expected[i], actual[i], 2e-6f));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_MaskedPositionsWithNaNGradient_StayExactlyZero(string kind)
    {
        var mask = MaskOf(0.5);
        foreach (var fused in new[] { true, false })
        {
            var values = Train(kind, mask, VectorChoice.Best, fused, poisonMasked: true);
            Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(!mask[i], values[i] == 0));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_UnmaskedWeights_AreThoseOfTheDenseRun(string kind)
    {
        var mask = MaskOf(0.5);
        var (dense, masked) = (Train(kind, null, VectorChoice.Best, fused: true), Train(kind, mask, VectorChoice.Best, fused: true));
        Assert.All(Enumerable.Range(0, Count).Where(i => mask[i]), i => Assert.Equal(dense[i], masked[i]));
    }

    [Fact]
    public void ImportState_OfAnotherOptimizer_ContinuesItBitForBit()
    {
        using var first = new Trained("adam decay", MaskOf(0.5));
        first.Take(0, 3);
        using var second = new Trained("adam decay", MaskOf(0.5), first.Values);
        second.Optimizer.ImportState(first.Optimizer.ExportState());
        first.Take(3, 3);
        second.Take(3, 3);
        Assert.Equal(first.Values, second.Values);
    }

    [Fact]
    public void ImportState_MissingTensor_SaysWhich()
    {
        using var trained = new Trained("sgd momentum", null);
        var failure = Assert.Throws<LotteryLabException>(() => trained.Optimizer.ImportState(new Dictionary<string, Tensor>()));
        Assert.Equal("training.optimizer-state", failure.Code);
        Assert.Contains("fc.weight/", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetMask_DropsWeightAndMomentumAndRegrowsFromZero()
    {
        using var trained = new Trained("sgd momentum", null);
        trained.Take(0, 2);
        var mask = BitMask.From(Count, i => i != 11);
        trained.Optimizer.SetMask("fc.weight", mask);
        Assert.Equal(0f, trained.Values[11]);
        Assert.Equal(0f, trained.Optimizer.ExportState()["fc.weight/momentum"].data<float>()[11]);
        trained.Take(2, 1);
        Assert.Equal(0f, trained.Values[11]);
        trained.Optimizer.SetMask("fc.weight", null);
        trained.Take(3, 1);
        Assert.NotEqual(0f, trained.Values[11]);
    }

    [Fact]
    public void DecayRule_WeightsOnly_LeavesBiasesAlone()
    {
        using var scope = torch.NewDisposeScope();
        var bias = torch.ones([7]).requires_grad_(true);
        using var optimizer = new Sgd().Create(new SgdOptions { WeightDecay = 0.5, WeightDecayRule = "weights-only" }, [new OptimizedParameter(Bias, bias, null)]);
        bias.grad = torch.zeros([7]);
        optimizer.Step(1);
        Assert.Equal(1f, bias.data<float>()[0]);
    }

    [Fact]
    public void Step_WithoutGradient_LeavesParameterAlone()
    {
        using var trained = new Trained("adam decay", null);
        var before = trained.Values;
        trained.Optimizer.ZeroGradients();
        trained.Optimizer.Step(0.1);
        Assert.Equal(before, trained.Values);
    }

    internal static BitMask MaskOf(double density)
    {
        var random = new CounterRandom(31);
        return BitMask.From(Count, _ => random.NextDouble() < density);
    }

    private static float[] Train(string kind, BitMask? mask, VectorUse vectors, bool fused, bool poisonMasked = false)
    {
        using var trained = new Trained(kind, mask, vectors: vectors, usesFusedPass: fused) { PoisonMasked = poisonMasked };
        trained.Take(0, Steps);
        return trained.Values;
    }

    /// <summary>Kept bare on purpose: the published update rules in double precision, one weight at a time.</summary>
    private static double[] Reference(string kind)
    {
        var weights = Array.ConvertAll(Numbers(1), value => (double)value);
        var (first, second) = (new double[Count], new double[Count]);
        for (var step = 0; step < Steps; step++)
        {
            var gradients = Numbers(100 + step);
            for (var i = 0; i < Count; i++)
            {
                var gradient = kind is "sgd decay" or "adam decay" ? gradients[i] + (0.01 * weights[i]) : gradients[i];
                if (kind.StartsWith("sgd", StringComparison.Ordinal))
                {
                    first[i] = (kind == "sgd" ? 0 : 0.9) * first[i] + gradient;
                    weights[i] -= 0.1 * (kind == "sgd nesterov" ? gradient + (0.9 * first[i]) : first[i]);
                    continue;
                }

                weights[i] *= kind == "adamw" ? 1 - (0.1 * 0.01) : 1;
                first[i] = (0.9 * first[i]) + (0.1 * gradient);
                second[i] = (0.999 * second[i]) + (0.001 * gradient * gradient);
                var corrected = Math.Sqrt(second[i]) / Math.Sqrt(1 - Math.Pow(0.999, step + 1));
                weights[i] -= 0.1 / (1 - Math.Pow(0.9, step + 1)) * first[i] / (corrected + 1e-8);
            }
        }

        return weights;
    }

    private static float[] Numbers(long seed)
    {
        var random = new CounterRandom(seed);
        var values = new float[Count];
        for (var i = 0; i < Count; i++)
        {
            values[i] = (float)random.NextDouble(-1, 1);
        }

        return values;
    }

    private sealed class Trained : IDisposable
    {
        private readonly Tensor value;
        private readonly BitMask? mask;

        public Trained(string kind, BitMask? mask, float[]? values = null, VectorUse? vectors = null, bool usesFusedPass = true)
        {
            this.mask = mask;
            value = torch.tensor(values ?? Numbers(1), [7, 29]).requires_grad_(true);
            OptimizedParameter[] parameters = [new(Weight, value, mask)];
            var decay = kind.EndsWith("decay", StringComparison.Ordinal) || kind == "adamw" ? 0.01 : 0;
            Optimizer = kind.StartsWith("sgd", StringComparison.Ordinal)
                ? new SgdOptimizer(new SgdOptions { Momentum = kind == "sgd" ? 0 : 0.9, Nesterov = kind == "sgd nesterov", WeightDecay = decay }, parameters) { Vectors = vectors ?? VectorChoice.Best, UsesFusedPass = usesFusedPass }
                : new AdamOptimizer(new AdamOptions { WeightDecay = decay }, kind == "adamw", parameters) { Vectors = vectors ?? VectorChoice.Best, UsesFusedPass = usesFusedPass };
        }

        public IOptimizer Optimizer { get; }

        public bool PoisonMasked { get; init; }

        public float[] Values
        {
            get
            {
                using var plain = value.detach();
                return plain.data<float>().ToArray();
            }
        }

        public void Take(int from, int count)
        {
            for (var step = from; step < from + count; step++)
            {
                var numbers = Numbers(100 + step);
                for (var i = 0; PoisonMasked && i < Count; i++)
                {
                    numbers[i] = mask![i] ? numbers[i] : float.NaN;
                }

                using var gradient = torch.tensor(numbers, [7, 29]);
                value.grad = gradient;
                Optimizer.Step(0.1);
            }
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            value.Dispose();
        }
    }
}
