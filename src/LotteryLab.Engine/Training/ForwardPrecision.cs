using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Arithmetic of forward and backward passes. In the 16-bit types images, weights and biases are cast for the pass while parameters, batch
/// norm and loss stay float32: what autocast does, written out so that it is the same with every LibTorch.
/// </summary>
public sealed class ForwardPrecision
{
    /// <summary>Name of single precision.</summary>
    internal const string Single = "float32";

    /// <summary>Reads the name that a recipe gives.</summary>
    /// <exception cref="LotteryLabException">The name is unknown.</exception>
    public ForwardPrecision(string name)
    {
        Low = name switch
        {
            Single => null,
            "bfloat16" => ScalarType.BFloat16,
            "float16" => ScalarType.Float16,
            _ => throw new LotteryLabException("training.precision", $"The precision '{name}' is unknown.", "Choose float32, bfloat16 or float16."),
        };
    }

    /// <summary>The 16-bit type of images, weights and biases; null in float32.</summary>
    internal ScalarType? Low { get; }

    /// <summary>Logits in float32. Call within a dispose scope.</summary>
    public Tensor Logits(Network network, Tensor images, NetworkState state, in ForwardPass pass)
    {
        if (Low is not { } low)
        {
            return network.Forward(images, state.Tensors, pass);
        }

        var definitions = network.Definition.Parameters;
        var bound = new Tensor[definitions.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            bound[i] = definitions[i].Role is ParameterRole.LinearWeight or ParameterRole.ConvolutionWeight or ParameterRole.Bias
                ? state.Tensors[i].to(low)
                : state.Tensors[i];
        }

        return network.Forward(images.to(low), bound, pass).to(ScalarType.Float32);
    }
}
