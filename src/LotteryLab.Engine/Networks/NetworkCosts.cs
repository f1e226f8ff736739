using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks;

/// <summary>What one linear layer or convolution costs for one image.</summary>
/// <param name="Name">Layer name.</param>
/// <param name="WeightShape">Sizes of the weight.</param>
/// <param name="OutputShape">Sizes of the output of one image.</param>
/// <param name="Macs">Multiply-accumulates of the dense layer.</param>
/// <param name="SparseMacs">Multiply-accumulates whose weight is kept; equal to <paramref name="Macs"/> without a mask. Theoretical: dense kernels do not become faster through a mask.</param>
public sealed record LayerCost(string Name, IReadOnlyList<long> WeightShape, IReadOnlyList<long> OutputShape, long Macs, long SparseMacs);

/// <summary>Sizes and theoretical costs of a network (card 08). Counts are exact; costs are for one image.</summary>
public sealed record NetworkCosts
{
    /// <summary>Trainable values: weights, biases, batch-norm scale and shift.</summary>
    public required long ParametersTotal { get; init; }

    /// <summary>Weights of linear layers and convolutions.</summary>
    public required long WeightsPrunable { get; init; }

    /// <summary>Of those, the kept ones; equal without a mask.</summary>
    public required long WeightsKept { get; init; }

    /// <summary>Batch-norm scales and shifts.</summary>
    public required long BatchNormAffine { get; init; }

    /// <summary>Biases of linear layers and convolutions.</summary>
    public required long Biases { get; init; }

    /// <summary>Output channels of all convolutions.</summary>
    public required long Filters { get; init; }

    /// <summary>Multiply-accumulates of linear layers and convolutions, nothing else.</summary>
    public required long Macs { get; init; }

    /// <summary>Multiply-accumulates whose weight is kept.</summary>
    public required long SparseMacs { get; init; }

    /// <summary>
    /// Operations as the rethinking-network-pruning code counts them: two per multiply-accumulate, biases, 2 per element of an image batch
    /// norm, 1 per ReLU element, the window size per pooled element. Average pools with a window (functional there), batch norm of
    /// features and additions are not counted.
    /// </summary>
    public required long ReferenceFlops { get; init; }

    /// <summary>Linear layers and convolutions in forward order.</summary>
    public required IReadOnlyList<LayerCost> Layers { get; init; }

    /// <summary>Counts a network, with the weights that <paramref name="masks"/> keeps.</summary>
    public static NetworkCosts Of(NetworkDefinition network, MaskSet? masks = null)
    {
        var layers = new List<LayerCost>();
        var flops = 0L;
        foreach (var trace in ShapeInference.Trace(network))
        {
            flops += trace.Layer.ReferenceFlops(trace);
            if (trace.Layer.Cost(trace, masks) is { } cost)
            {
                layers.Add(cost);
            }
        }

        long Sum(params ReadOnlySpan<ParameterRole> roles)
        {
            var sum = 0L;
            foreach (var parameter in network.Parameters)
            {
                sum += roles.Contains(parameter.Role) ? parameter.Count : 0;
            }

            return sum;
        }

        return new NetworkCosts
        {
            ParametersTotal = network.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count),
            WeightsPrunable = Sum(ParameterRole.LinearWeight, ParameterRole.ConvolutionWeight),
            WeightsKept = network.Parameters.Where(parameter => parameter.IsWeight).Sum(parameter => masks?.Find(parameter.Name)?.Kept ?? parameter.Count),
            BatchNormAffine = Sum(ParameterRole.NormScale, ParameterRole.NormShift),
            Biases = Sum(ParameterRole.Bias),
            Filters = network.Parameters.Where(parameter => parameter.Role == ParameterRole.ConvolutionWeight).Sum(parameter => parameter.Shape[0]),
            Macs = layers.Sum(layer => layer.Macs),
            SparseMacs = layers.Sum(layer => layer.SparseMacs),
            ReferenceFlops = flops,
            Layers = layers,
        };
    }
}
