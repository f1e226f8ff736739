using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Architectures;

/// <summary>
/// Draws the tensors of a network at step 0. Every tensor has a generator of its own, seeded by its name, on the CPU: adding a layer
/// changes no other tensor, and all devices start alike.
/// </summary>
public static class Initializer
{
    // Standard deviation of a standard normal cut at +-2: TensorFlow 1 divides by it, so that the result has the wanted deviation.
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Draws a state on the CPU.</summary>
    /// <param name="network">The tensors to draw.</param>
    /// <param name="options">Distributions.</param>
    /// <param name="seed">Seed of this initialisation, from <see cref="SeedTree"/>.</param>
    public static NetworkState Draw(NetworkDefinition network, ArchitectureOptions options, long seed)
    {
        using var noGradient = torch.no_grad();
        var fanIns = network.Parameters.Where(parameter => parameter.IsWeight).ToDictionary(parameter => LayerOf(parameter.Name), parameter => parameter.FanIn, StringComparer.Ordinal);
        var tensors = network.Parameters.Select(parameter =>
        {
            using var generator = new Generator((ulong)SeedTree.Derive(seed, parameter.Name));
            return Draw(parameter, options, fanIns, generator);
        });
        return new NetworkState(network, [.. tensors]);
    }

    /// <summary>Standard deviation of a weight under a distribution, for normals, signs and noise controls; 0 when it has none of its own (orthogonal).</summary>
    public static double StandardDeviation(ParameterDefinition weight, string initializer) => initializer switch
    {
        "glorot-normal" or "glorot-normal-truncated" or "glorot-uniform" => Math.Sqrt(2.0 / (weight.FanIn + weight.FanOut)),
        "kaiming-normal-fan-out" or "kaiming-uniform-fan-out" => Math.Sqrt(2.0 / weight.FanOut),
        "orthogonal" => 0,
        _ => Math.Sqrt(2.0 / weight.FanIn),
    };

    /// <summary>Draws one weight tensor on the CPU, for methods that replace weights.</summary>
    internal static Tensor DrawWeight(ParameterDefinition weight, string initializer, Generator generator) => Weight(weight, [.. weight.Shape], initializer, generator);

    private static Tensor Draw(ParameterDefinition parameter, ArchitectureOptions options, Dictionary<string, long> fanIns, Generator generator)
    {
        long[] shape = [.. parameter.Shape];
        switch (parameter.Role)
        {
            case ParameterRole.LinearWeight or ParameterRole.ConvolutionWeight:
                return Weight(parameter, shape, options.Initializer, generator);
            case ParameterRole.Bias when options.BiasInitializer == "pytorch-default":
                return Uniform(shape, 1 / Math.Sqrt(fanIns[LayerOf(parameter.Name)]), generator);
            case ParameterRole.Bias or ParameterRole.RunningMean:
                return torch.zeros(shape);
            case ParameterRole.NormScale:
                return options.NormInitializer switch
                {
                    "uniform" => torch.rand(shape, generator: generator),
                    "positive-negative" => Uniform(shape, 1, generator),
                    "fixed" or "one-one" => torch.ones(shape),
                    var other => throw Unknown("normInitializer", other),
                };
            case ParameterRole.NormShift:
                return options.NormInitializer == "one-one" ? torch.ones(shape) : torch.zeros(shape);
            default:
                return torch.ones(shape);
        }
    }

    private static Tensor Weight(ParameterDefinition weight, long[] shape, string initializer, Generator generator)
    {
        var deviation = StandardDeviation(weight, initializer);
        switch (initializer)
        {
            case "glorot-normal" or "kaiming-normal" or "kaiming-normal-fan-out":
                return torch.randn(shape, generator: generator).mul_(deviation);
            case "glorot-uniform" or "kaiming-uniform" or "kaiming-uniform-fan-out":
                return Uniform(shape, deviation * Math.Sqrt(3), generator);
            case "glorot-normal-truncated":
                return torch.tensor(Truncated(weight.Count, deviation / TruncatedDeviation, generator), shape);
            case "signed-constant":
                return torch.randn(shape, generator: generator).sign_().mul_(deviation);
            case "binary":
                return Binary(shape, deviation, generator);
            case "orthogonal":
                return torch.tensor(OrthogonalMatrix.Draw((int)shape[0], (int)weight.FanIn, Normals(weight.Count, generator)), shape);
            default:
                throw Unknown("initializer", initializer);
        }
    }

    private static Tensor Uniform(long[] shape, double bound, Generator generator) =>
        torch.rand(shape, generator: generator).mul_(2 * bound).sub_(bound);

    // open_lth: the sign of a Kaiming-normal draw times the deviation of that very draw.
    private static Tensor Binary(long[] shape, double deviation, Generator generator)
    {
        using var normal = torch.randn(shape, generator: generator).mul_(deviation);
        using var measured = normal.std();
        return normal.sign().mul_(measured);
    }

    // Draws again what lies outside of two deviations, as TensorFlow does.
    private static float[] Truncated(long count, double deviation, Generator generator)
    {
        var values = new float[count];
        var filled = 0;
        while (filled < values.Length)
        {
            foreach (var normal in Normals(Math.Max(16, values.Length - filled), generator))
            {
                if (Math.Abs(normal) <= 2 && filled < values.Length)
                {
                    values[filled++] = (float)(normal * deviation);
                }
            }
        }

        return values;
    }

    private static float[] Normals(long count, Generator generator)
    {
        using var normals = torch.randn([count], generator: generator);
        return normals.data<float>().ToArray();
    }

    private static string LayerOf(string parameter) => parameter[..parameter.LastIndexOf('.')];

    private static LotteryLabException Unknown(string option, string value) =>
        new("architecture.initializer", $"'{value}' is not a known {option}.", "Choose one of the values that the form lists.");
}
