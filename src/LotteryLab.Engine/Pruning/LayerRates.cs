using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning;

/// <summary>Pruning rates of single layers, as the first paper sets them: one for linear layers, one for convolutions, a share of it for the output.</summary>
public sealed record LayerRates
{
    /// <summary>Rate of linear layers.</summary>
    public required double Linear { get; init; }

    /// <summary>Rate of convolutions; null takes that of linear layers.</summary>
    public double? Convolution { get; init; }

    /// <summary>Factor on the rate of the output layer; the paper uses one half.</summary>
    public double OutputFactor { get; init; } = 1;

    /// <summary>Rates of single tensors or layers by name; they win over everything else.</summary>
    public IReadOnlyDictionary<string, double> ByName { get; init; } = new Dictionary<string, double>();

    /// <summary>Rate of a weight.</summary>
    public double Of(ParameterDefinition weight)
    {
        if (ByName.TryGetValue(weight.Name, out var named) || ByName.TryGetValue(weight.Name[..weight.Name.LastIndexOf('.')], out named))
        {
            return named;
        }

        var rate = weight.Role == ParameterRole.ConvolutionWeight ? Convolution ?? Linear : Linear;
        return weight.IsOutput ? rate * OutputFactor : rate;
    }
}
