using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning.Flow;

/// <summary>Sums of saliency into and out of the units of one layer.</summary>
/// <param name="Layer">Layer whose outputs the units are.</param>
/// <param name="Into">Incoming weights and the bias, for each unit or channel.</param>
/// <param name="OutOf">Outgoing weights, for each unit or channel.</param>
public sealed record UnitSums(string Layer, IReadOnlyList<double> Into, IReadOnlyList<double> OutOf)
{
    /// <summary>Largest difference between both, relative to the largest sum.</summary>
    public double LargestError
    {
        get
        {
            var scale = Into.Concat(OutOf).Max(Math.Abs);
            return scale == 0 ? 0 : Into.Zip(OutOf, (a, b) => Math.Abs(a - b)).Max() / scale;
        }
    }
}

/// <summary>Saliency of a whole layer.</summary>
/// <param name="Layer">Layer.</param>
/// <param name="Count">Weights.</param>
/// <param name="Weights">Sum over its weights.</param>
/// <param name="Cut">That plus all bias terms from here to the output; null inside residual blocks, where a layer alone is no cut.</param>
public sealed record LayerSum(string Layer, long Count, double Weights, double? Cut);

/// <summary>
/// The conservation laws of synaptic saliency (card 02, C): what enters a unit leaves it, and every cut through the network adds up to the same.
/// They hold for homogeneous activations and for batch norm in evaluation mode with zero mean and shift.
/// </summary>
/// <param name="Units">Hidden layers of the chain outside residual blocks.</param>
/// <param name="Layers">All weight layers, in forward order.</param>
public sealed record Conservation(IReadOnlyList<UnitSums> Units, IReadOnlyList<LayerSum> Layers)
{
    /// <summary>Adds up a saliency.</summary>
    public static Conservation Of(NetworkDefinition network, Saliency saliency)
    {
        var weights = network.Parameters.Where(parameter => parameter.IsWeight).ToList();
        var chain = network.Layers.Select(layer => layer.WeightName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new Conservation([.. UnitsOf(network, saliency)], [.. weights.Select(weight =>
        {
            var layer = LayerOf(weight);
            var sum = saliency.ByName[weight.Name].Sum();
            double? cut = chain.Contains(layer) ? sum + Additive(network, saliency, weight.Name) : null;
            return new LayerSum(layer, weight.Count, sum, cut);
        })]);
    }

    // Biases and batch-norm shifts of this layer and all that follow.
    private static double Additive(NetworkDefinition network, Saliency saliency, string from) =>
        network.Parameters.SkipWhile(parameter => parameter.Name != from)
            .Where(parameter => parameter.Role is ParameterRole.Bias or ParameterRole.NormShift)
            .Sum(parameter => saliency.ByName[parameter.Name].Sum());

    // Neighbours in the chain: nothing but unit-wise layers and a flattening between them.
    private static IEnumerable<UnitSums> UnitsOf(NetworkDefinition network, Saliency saliency)
    {
        string? before = null;
        string? norm = null;
        foreach (var layer in network.Layers)
        {
            switch (layer.Units)
            {
                case UnitFlow.Weighted:
                    if (before is not null)
                    {
                        yield return Between(network, saliency, before, norm, layer.WeightName!);
                    }

                    (before, norm) = (layer.WeightName, null);
                    break;
                case UnitFlow.Mixed:
                    (before, norm) = (null, null);
                    break;
                case UnitFlow.Scaled:
                    norm = layer is BatchNormLayer { IsAffine: true } affine ? affine.Name : norm;
                    break;
                case UnitFlow.Kept:
                    break;
                default:
                    throw new NotSupportedException($"Conservation does not know what {layer.GetType().Name} does with units.");
            }
        }
    }

    private static UnitSums Between(NetworkDefinition network, Saliency saliency, string layer, string? norm, string next)
    {
        var incoming = network.Parameters.First(parameter => parameter.Name == $"{layer}.weight");
        var outgoing = network.Parameters.First(parameter => parameter.Name == $"{next}.weight");
        var units = (int)incoming.Shape[0];
        var (into, outOf) = (new double[units], new double[units]);
        var values = saliency.ByName[incoming.Name];
        for (var i = 0; i < values.Length; i++)
        {
            into[i / incoming.FanIn] += values[i];
        }

        // A batch norm scales what came in and adds its shift; its scale carries the same sum once more and is not counted.
        foreach (var name in new[] { $"{layer}.bias", $"{norm}.bias" })
        {
            for (var i = 0; saliency.ByName.TryGetValue(name, out var added) && i < units; i++)
            {
                into[i] += added[i];
            }
        }

        // A flattened channel is a run of neighbouring inputs.
        var space = outgoing.Shape.Skip(2).Aggregate(1L, (product, size) => product * size);
        var run = outgoing.Shape[1] / units;
        values = saliency.ByName[outgoing.Name];
        for (var i = 0; i < values.Length; i++)
        {
            outOf[i / space % outgoing.Shape[1] / run] += values[i];
        }

        return new UnitSums(layer, into, outOf);
    }

    private static string LayerOf(ParameterDefinition weight) => weight.Name[..weight.Name.LastIndexOf('.')];
}
