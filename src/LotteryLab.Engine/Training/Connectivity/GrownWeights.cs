using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Runtime;
using TorchSharp;

namespace LotteryLab.Engine.Training.Connectivity;

/// <summary>What grown weights start with (card 03, C5); zero unless a person chooses otherwise.</summary>
/// <param name="Kind">One of the constants.</param>
/// <param name="Scale">Factor on the values.</param>
/// <param name="MomentumScale">Factor on the dense gradient that becomes the first momentum (<c>initial_acc_scale</c>); 0 starts at rest.</param>
public sealed record GrownWeights(string Kind, double Scale, double MomentumScale)
{
    /// <summary>Zero: the network computes the same before and after growth.</summary>
    public const string Zero = "zero";

    /// <summary>Normal with the deviation of the active weights.</summary>
    public const string RandomNormal = "random-normal";

    /// <summary>Uniform within the mean magnitude of the active weights.</summary>
    public const string RandomUniform = "random-uniform";

    /// <summary>Values of the initialisation, shuffled.</summary>
    public const string Initial = "initial-values";

    /// <summary>The dense gradient.</summary>
    public const string Gradient = "gradient";

    /// <summary>The sign of the dense gradient.</summary>
    public const string GradientSign = "gradient-sign";

    private const string MomentumState = "momentum";

    /// <summary>Writes values and momenta of newly grown positions.</summary>
    internal void Write(TrainingRun run, string name, BitMask grown, float[] gradient)
    {
        if (Kind != Zero && grown.Kept > 0)
        {
            var weights = run.State.ReadFloats(name);
            var values = Values(run, name, weights, gradient);
            foreach (var position in new KeptPositions(grown))
            {
                weights[position] = (float)(Scale * values(position));
            }

            using var tensor = torch.tensor(weights, run.State[name].shape);
            run.Write(name, tensor);
        }

        if (MomentumScale != 0 && run.Optimizer.ExportState().TryGetValue($"{name}/{MomentumState}", out var momentum))
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            var values = momentum.ReadNumbers<float>();
            foreach (var position in new KeptPositions(grown))
            {
                values[position] = (float)(MomentumScale * gradient[position]);
            }

            momentum.copy_(torch.tensor(values, momentum.shape));
        }
    }

    private Func<int, double> Values(TrainingRun run, string name, float[] weights, float[] gradient)
    {
        var random = new CounterRandom(CounterRandom.Fork(SeedTree.Derive(run.Job.NoiseSeed, $"grown/{name}"), run.Batch));
        var active = weights.Where(weight => weight != 0).DefaultIfEmpty(0).ToArray();
        switch (Kind)
        {
            case RandomNormal:
                var mean = active.Average(weight => (double)weight);
                var deviation = Math.Sqrt(active.Average(weight => (weight - mean) * (weight - mean)));
                return _ => deviation * random.NextBell();
            case RandomUniform:
                var size = active.Average(weight => (double)Math.Abs(weight));
                return _ => random.NextDouble(-size, size);
            case Initial:
                var initial = run.Job.Start.ReadFloats(name);
                return _ => initial[random.NextInt(initial.Length)];
            case Gradient:
                return position => gradient[position];
            default:
                return position => Math.Sign(gradient[position]);
        }
    }
}
