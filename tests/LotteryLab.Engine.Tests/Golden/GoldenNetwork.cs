using System.Globalization;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Rebuilds the network of a case from its description in words and the names and shapes of its tensors.</summary>
public static class GoldenNetwork
{
    /// <summary>Builds the network.</summary>
    /// <param name="description">Text of <c>network.architecture</c>.</param>
    /// <param name="parameters">Tensors by name; they decide about biases, batch-norm scale and widths.</param>
    /// <param name="inputs">Shape of the inputs of the case; empty when it has none.</param>
    public static NetworkDefinition Build(string description, IReadOnlyDictionary<string, GoldenTensor> parameters, IReadOnlyList<long> inputs)
    {
        var layers = GoldenResidualNetwork.TryBuild(description, parameters) ?? ChainDescription.Parse(description, parameters);
        var classes = layers.OfType<LinearLayer>().Last().Outputs;
        return layers.FirstOrDefault(layer => layer is LinearLayer or ConvolutionLayer or ResidualLayer) is LinearLayer first
            ? new NetworkDefinition(new ImageShape(1, 1, first.Inputs), classes, [new FlattenLayer(), .. layers.SkipWhile(layer => layer is FlattenLayer)])
            : Fit(layers, classes, Channels(layers), ImageSize(description, inputs));
    }

    /// <summary>A state with the tensors of a case; running statistics that the case leaves out are fresh, and so are scales and shifts.</summary>
    public static NetworkState State(NetworkDefinition network, IReadOnlyDictionary<string, GoldenTensor> parameters) =>
        new(network, [.. network.Parameters.Select(parameter => parameters.TryGetValue(parameter.Name, out var tensor)
            ? tensor.ToTensor().reshape([.. parameter.Shape])
            : parameter.Role is ParameterRole.RunningVariance or ParameterRole.NormScale
                ? torch.ones([.. parameter.Shape])
                : torch.zeros([.. parameter.Shape]))]);

    /// <summary>Masks for all weights of the network: those of the case, and full ones for the others.</summary>
    public static MaskSet Masks(NetworkDefinition network, MaskSet given) =>
        new(network.Parameters.Where(parameter => parameter.IsWeight).Select(parameter =>
            KeyValuePair.Create(parameter.Name, given.Find(parameter.Name) ?? BitMask.Full(parameter.Count))));

    private static int Channels(IReadOnlyList<Layer> layers) => layers.OfType<ConvolutionLayer>().First().Inputs;

    // The size of the images is known from the inputs, or from the words, or by trying which size the first linear layer fits.
    private static NetworkDefinition Fit(IReadOnlyList<Layer> layers, int classes, int channels, (int Height, int Width)? size)
    {
        if (size is { } known)
        {
            return new NetworkDefinition(new ImageShape(channels, known.Height, known.Width), classes, layers);
        }

        // From small to large, but 8 first: networks with a global pool fit any size.
        foreach (var side in Enumerable.Range(1, 64).Prepend(8))
        {
            var network = new NetworkDefinition(new ImageShape(channels, side, side), classes, layers);
            try
            {
                ShapeInference.Trace(network);
                return network;
            }
            catch (LotteryLabException)
            {
                // This size does not fit; the next one may.
            }
        }

        throw new FormatException("No image size fits the network of this case.");
    }

    private static (int Height, int Width)? ImageSize(string description, IReadOnlyList<long> inputs)
    {
        if (inputs.Count >= 3)
        {
            return ((int)inputs[^2], (int)inputs[^1]);
        }

        var match = System.Text.RegularExpressions.Regex.Match(description, @"input \d+x(\d+)x(\d+)", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
        return match.Success
            ? (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }
}
