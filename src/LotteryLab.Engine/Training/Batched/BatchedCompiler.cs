using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>Turns layers into operations for several replicates.</summary>
internal sealed class BatchedCompiler(NetworkDefinition definition, int replicates)
{
    private readonly Dictionary<string, int> positions = definition.Parameters
        .Select((parameter, index) => (parameter.Name, index))
        .ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);

    internal bool HasDropout { get; private set; }

    /// <summary>Whether every layer has such a form.</summary>
    internal static bool Supports(IReadOnlyList<Layer> layers) => layers.All(layer => layer switch
    {
        ResidualLayer residual => Supports(residual.Body) && Supports(residual.Shortcut),
        LinearLayer or ConvolutionLayer or BatchNormLayer or ReluLayer or MaxPoolLayer or AveragePoolLayer or GlobalAveragePoolLayer or FlattenLayer or DropoutLayer or ZeroPadShortcutLayer => true,
        _ => false,
    });

    internal BatchedOperation[] Compile(IReadOnlyList<Layer> layers) => [.. layers.Select(Compile)];

    private BatchedOperation Compile(Layer layer)
    {
        switch (layer)
        {
            case LinearLayer linear:
                return new BatchedLinear(replicates, Weight(linear.Name), linear.HasBias ? Bias(linear.Name) : -1);
            case ConvolutionLayer convolution:
                return new BatchedConvolution(replicates, convolution, Weight(convolution.Name), convolution.HasBias ? Bias(convolution.Name) : -1);
            case BatchNormLayer norm:
                return new BatchedNorm(
                    replicates,
                    norm,
                    norm.IsAffine ? Weight(norm.Name) : -1,
                    norm.IsAffine ? Bias(norm.Name) : -1,
                    positions[$"{norm.Name}.running_mean"],
                    positions[$"{norm.Name}.running_var"]);
            case ReluLayer:
                return new BatchedRelu(replicates);
            case MaxPoolLayer pool:
                return new BatchedMaxPool(replicates, pool);
            case AveragePoolLayer pool:
                return new BatchedAveragePool(replicates, pool);
            case GlobalAveragePoolLayer:
                return new BatchedGlobalPool(replicates);
            case FlattenLayer:
                return new BatchedFlatten(replicates);
            case DropoutLayer dropout:
                HasDropout |= dropout.Probability > 0;
                return new BatchedDropout(replicates, dropout.Probability);
            case ZeroPadShortcutLayer pad:
                return new BatchedZeroPad(replicates, pad);
            case ResidualLayer residual:
                return new BatchedResidual(replicates, Compile(residual.Body), Compile(residual.Shortcut));
            default:
                throw new NotSupportedException($"Layer {layer.GetType().Name} has no form for several replicates.");
        }
    }

    private int Weight(string layer) => positions[$"{layer}.weight"];

    private int Bias(string layer) => positions[$"{layer}.bias"];
}
