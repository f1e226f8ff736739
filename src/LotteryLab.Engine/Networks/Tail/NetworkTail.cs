using LotteryLab.Engine.Networks.Sparsity;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>
/// The fully connected layers that a network ends with, and their ReLUs, computed without a graph and in memory that serves step after step: a step
/// of a small network consists of little else, and a graph costs as much as a quarter of its products. For float32 on the CPU.
/// </summary>
internal sealed class NetworkTail : IDisposable
{
    private readonly TailLayer[] layers;
    private readonly int[] widths;
    private readonly bool keepsGradients;
    private readonly Dictionary<int, (Sheet[] Values, Sheet[] Gradients)> sheets = [];

    /// <param name="network">The network; it must end with a fully connected layer.</param>
    /// <param name="trained">What is trained, in the order of the network's parameters: kept values where there are some.</param>
    /// <param name="kept">Kept weights of the layers that do not compute with all of theirs.</param>
    /// <param name="keepsGradients">Whether somebody may keep the gradients of a batch, so that the next needs memory of its own.</param>
    internal NetworkTail(NetworkDefinition network, Tensor[] trained, IReadOnlyDictionary<string, KeptWeights> kept, bool keepsGradients)
    {
        this.keepsGradients = keepsGradients;
        var positions = network.Parameters.Select((parameter, index) => (parameter.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        var linear = network.TailLayers.ToArray();
        layers = [.. linear.Select(layer =>
        {
            var weight = trained[positions[$"{layer.Name}.weight"]];
            var bias = layer.HasBias ? trained[positions[$"{layer.Name}.bias"]] : null;
            var isRectified = IsRectified(network, layer);
            return kept.GetValueOrDefault(layer.Name) switch
            {
                SparseWeights sparse => new SparseTailLayer(sparse.Pattern, weight, bias, isRectified),
                CompactWeights compact => (TailLayer)new CompactTailLayer(compact.Extent, weight, bias, isRectified),
                _ => new DenseTailLayer(weight, bias, isRectified),
            };
        })];
        widths = [linear[0].Inputs, .. linear.Select(layer => layer.Outputs)];
    }

    /// <summary>Logits [images, classes] of what the layers before gave; overwritten by the next batch of that size.</summary>
    /// <param name="features">[images, features], contiguous.</param>
    internal Tensor Forward(Tensor features)
    {
        var values = For((int)features.size(0)).Values;
        values[0].Lend(features);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Forward(values[i], values[i + 1]);
        }

        return values[^1].Rows;
    }

    /// <summary>Where the gradients of the logits of a batch of that size belong.</summary>
    internal Tensor LogitGradients(int images) => For(images).Gradients[^1].WriteRows();

    /// <summary>Overwrites the gradients of all parameters, for the batch that <see cref="Forward"/> saw last and the gradients of its logits.</summary>
    /// <returns>Gradients of the features, or null when they are not asked for; overwritten by the next batch.</returns>
    internal Tensor? Backward(int images, bool asksForFeatures)
    {
        var (values, gradients) = For(images);
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            if (keepsGradients)
            {
                layers[i].Renew();
            }

            layers[i].Backward(values[i], values[i + 1], gradients[i + 1], i > 0 || asksForFeatures ? gradients[i] : null);
            layers[i].Publish();
        }

        return asksForFeatures ? gradients[0].Rows : null;
    }

    public void Dispose()
    {
        foreach (var layer in layers)
        {
            layer.Dispose();
        }

        foreach (var (values, gradients) in sheets.Values)
        {
            foreach (var sheet in values.Concat(gradients))
            {
                sheet.Dispose();
            }
        }
    }

    private static bool IsRectified(NetworkDefinition network, LinearLayer layer) =>
        network.Layers.SkipWhile(other => !ReferenceEquals(other, layer)).Skip(1).FirstOrDefault() is ReluLayer;

    // Memory is taken when a form is first asked for: an evaluation has no gradients.
    private (Sheet[] Values, Sheet[] Gradients) For(int images)
    {
        if (!sheets.TryGetValue(images, out var pair))
        {
            pair = ([.. widths.Select(width => new Sheet(images, width))], [.. widths.Select(width => new Sheet(images, width))]);
            sheets.Add(images, pair);
        }

        return pair;
    }
}
