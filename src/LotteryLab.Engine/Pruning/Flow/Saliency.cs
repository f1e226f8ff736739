using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Flow;

/// <summary>Synaptic saliency of every trainable parameter: its value times the derivative of a number R by it, with sign, in double precision.</summary>
/// <param name="Value">R.</param>
/// <param name="OutputSum">Sum over logits of dR/dy times y: what every cut adds up to.</param>
/// <param name="ByName">Saliencies in row-major order.</param>
public sealed record Saliency(double Value, double OutputSum, IReadOnlyDictionary<string, double[]> ByName)
{
    /// <summary>R is the mean cross-entropy of a batch.</summary>
    public static Saliency OfLoss(Network network, NetworkState state, Tensor images, Tensor labels) =>
        Of(network, state, images, isAbsolute: false, logits => nn.functional.cross_entropy(logits, labels));

    /// <summary>R is the synaptic flow: the sum of the outputs of the network without signs on one image of ones.</summary>
    public static Saliency OfFlow(Network network, NetworkState state)
    {
        var shape = network.Definition.Input;
        using var image = ones([1, shape.Channels, shape.Height, shape.Width], dtype: ScalarType.Float64, device: state[0].device);
        return Of(network, state, image, isAbsolute: true, logits => logits.sum());
    }

    private static Saliency Of(Network network, NetworkState state, Tensor images, bool isAbsolute, Func<Tensor, Tensor> scalar)
    {
        using var copy = state.To(ScalarType.Float64);
        var parameters = network.Definition.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (isAbsolute)
            {
                copy[i].abs_();
            }
        }

        var trained = Enumerable.Range(0, parameters.Count).Where(i => parameters[i].IsTrainable).ToArray();
        foreach (var position in trained)
        {
            copy[position].requires_grad_(true);
        }

        using var scope = NewDisposeScope();
        var logits = network.Forward(images.to(ScalarType.Float64), copy.Tensors, ForwardPass.Evaluation);
        var value = scalar(logits);
        Tensor[] leaves = [.. trained.Select(position => copy[position]), logits];
        var gradients = Gradients.Of(value, leaves);
        using var noGradient = no_grad();
        return new Saliency(
            value.item<double>(),
            gradients[^1].mul(logits).sum().item<double>(),
            trained.Select((position, i) => KeyValuePair.Create(parameters[position].Name, copy[position].mul(gradients[i]).cpu().contiguous().data<double>().ToArray())).ToDictionary(StringComparer.Ordinal));
    }
}
