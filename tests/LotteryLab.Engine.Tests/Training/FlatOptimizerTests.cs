using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Recording;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>The update over all parameters at once against the ordinary tensor operations on each, from the same gradients.</summary>
public sealed class FlatOptimizerTests
{
    private static readonly NetworkDefinition Definition = new(new ImageShape(1, 1, 29), 3, [new FlattenLayer(), new LinearLayer("fc1", 29, 7), new ReluLayer(), new LinearLayer("fc", 7, 3)]);

    public static TheoryData<string> Kinds => ["sgd", "sgd momentum", "sgd nesterov", "sgd decay", "sgd decay weights-only", "adam", "adam decay", "adam decay weights-only", "adamw", "adamw weights-only"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_FromTheSameGradients_IsTheSameBits(string kind)
    {
        foreach (var mask in new[] { null, HalfMask() })
        {
            using var ordinary = Ordinary(kind, mask);
            using var flat = Flat(kind, mask);
            for (var step = 0; step < 6; step++)
            {
                Give(ordinary.State, step);
                Give(flat.State, step);
                ordinary.Optimizer.Step(0.1 / (step + 1));
                flat.Optimizer.Step(0.1 / (step + 1));
            }

            Assert.Equal(TrainingCases.Bits(ordinary.State), TrainingCases.Bits(flat.State));
            var (expected, actual) = (ordinary.Optimizer.ExportState(), flat.Optimizer.ExportState());
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            Assert.All(expected.Keys, name => Assert.Equal(expected[name].bytes.ToArray(), actual[name].bytes.ToArray()));
        }
    }

    [Fact]
    public void ImportState_OfTheOrdinaryOptimizer_ContinuesIt()
    {
        using var ordinary = Ordinary("adam decay", HalfMask());
        Give(ordinary.State, 0);
        ordinary.Optimizer.Step(0.1);
        using var flat = Flat("adam decay", HalfMask());
        flat.State.CopyFrom(ordinary.State);
        flat.Optimizer.ImportState(ordinary.Optimizer.ExportState());
        foreach (var state in new[] { ordinary.State, flat.State })
        {
            Give(state, 1);
        }

        ordinary.Optimizer.Step(0.1);
        flat.Optimizer.Step(0.1);
        Assert.Equal(TrainingCases.Bits(ordinary.State), TrainingCases.Bits(flat.State));
    }

    [Fact]
    public void Reset_ForgetsMomentaAndCount()
    {
        using var used = Flat("adam", null);
        Give(used.State, 0);
        used.Optimizer.Step(0.1);
        used.Optimizer.Reset();
        Assert.All(used.Optimizer.ExportState().Values, tensor => Assert.All(tensor.bytes.ToArray(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void GatherGradients_WithoutOne_SaysOfWhich()
    {
        using var flat = Flat("sgd", null);
        var failure = Assert.Throws<InvalidOperationException>(() => flat.Optimizer.Step(0.1));
        Assert.Equal("The loss does not depend on 'fc1.weight'.", failure.Message);
    }

    private static Trained Ordinary(string kind, MaskSet? masks)
    {
        var state = Start(masks);
        OptimizedParameter[] parameters = [.. Definition.Parameters.Select((parameter, i) => new OptimizedParameter(parameter, state[i].requires_grad_(true), masks?.Find(parameter.Name)))];
        return new Trained(state, kind.StartsWith("sgd", StringComparison.Ordinal)
            ? new SgdOptimizer(SgdOf(kind), parameters) { UsesFusedPass = false }
            : new AdamOptimizer(AdamOf(kind), IsDecoupled(kind), parameters) { UsesFusedPass = false }, null);
    }

    private static Trained Flat(string kind, MaskSet? masks)
    {
        using var start = Start(masks);
        var flat = new FlatParameters(start, masks);
        return new Trained(flat.State, kind.StartsWith("sgd", StringComparison.Ordinal) ? new FlatSgd(SgdOf(kind), flat) : new FlatAdam(AdamOf(kind), IsDecoupled(kind), flat), flat);
    }

    private static bool IsDecoupled(string kind) => kind.StartsWith("adamw", StringComparison.Ordinal);

    private static SgdOptions SgdOf(string kind) => new() { Momentum = kind == "sgd" ? 0 : 0.9, Nesterov = kind == "sgd nesterov", WeightDecay = Decay(kind), WeightDecayRule = Rule(kind) };

    private static AdamOptions AdamOf(string kind) => new() { WeightDecay = Decay(kind), WeightDecayRule = Rule(kind) };

    private static double Decay(string kind) => kind.Contains("decay", StringComparison.Ordinal) || IsDecoupled(kind) ? 0.01 : 0;

    private static string Rule(string kind) => kind.EndsWith("weights-only", StringComparison.Ordinal) ? "weights-only" : "all";

    private static MaskSet HalfMask() =>
        new(Definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => KeyValuePair.Create(parameter.Name, BitMask.From((int)parameter.Count, i => (i * 7 % 13) < 6))));

    private static NetworkState Start(MaskSet? masks)
    {
        var state = new NetworkState(Definition, [.. Definition.Parameters.Select((parameter, i) => torch.tensor(Numbers(i, parameter), [.. parameter.Shape.Select(size => (long)size)]))]);
        if (masks is not null)
        {
            state.ApplyMask(masks);
        }

        return state;
    }

    private static void Give(NetworkState state, int step)
    {
        for (var i = 0; i < state.Tensors.Length; i++)
        {
            using var gradient = torch.tensor(Numbers((100 * (step + 1)) + i, Definition.Parameters[i]), state[i].shape);
            state[i].grad = gradient;
        }
    }

    private static float[] Numbers(long seed, ParameterDefinition parameter)
    {
        var random = new CounterRandom(seed);
        var values = new float[parameter.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.NextDouble(-1, 1);
        }

        return values;
    }

    private sealed record Trained(NetworkState State, IOptimizer Optimizer, FlatParameters? Flat) : IDisposable
    {
        public void Dispose()
        {
            Optimizer.Dispose();
            State.Dispose();
            Flat?.Dispose();
        }
    }
}
