using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Rules;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Trains a masked network with fewer weights than it has: the layers of a <see cref="SparsityPlan"/> that save something have their kept
/// weights, gradients and optimizer state in small tensors, and the dense state is brought up to date when somebody reads it.
/// </summary>
internal sealed class SparseParameters : IDisposable
{
    private readonly NetworkState state;
    private readonly Dictionary<int, KeptWeights> kept = [];
    private bool isAhead;

    private SparseParameters(TrainingJob job, NetworkState state, SparsityPlan plan)
    {
        this.state = state;
        Plan = plan;
        var byLayer = new Dictionary<string, KeptWeights>(StringComparer.Ordinal);
        foreach (var layer in plan.Layers.Where(layer => layer.Route != LayerRoute.Dense))
        {
            var weights = Create(job, layer);
            byLayer.Add(layer.Name, weights);
            kept.Add(state.IndexOf($"{layer.Name}.weight"), weights);
        }

        ByLayer = byLayer;
        Tensors = [.. state.Tensors.Select((tensor, i) => kept.TryGetValue(i, out var weights) ? weights.Values : tensor)];
        ReadState();
    }

    /// <summary>The layers that are not dense.</summary>
    internal IReadOnlyDictionary<string, KeptWeights> ByLayer { get; }

    /// <summary>Which layers go which way.</summary>
    internal SparsityPlan Plan { get; }

    /// <summary>What is trained, in the order of the definition: kept values where a layer is not dense, the state's own tensors elsewhere.</summary>
    internal Tensor[] Tensors { get; }

    /// <summary>The parameters of a job in this form, or null when it gains nothing or must see dense gradients.</summary>
    internal static SparseParameters? Create(TrainingJob job, TrainingRule? rule, NetworkState state)
    {
        if (!SparsityPlan.AppliesTo(job.Recipe, hasRule: rule is not null) || job.Mask is null || DeviceRoute.IsAccelerator(state[0].device))
        {
            return null;
        }

        return new SparseParameters(job, state, SparsityPlan.Of(job.Network, job.Mask));
    }

    /// <summary>The values at a position, and which of them are kept; null when the layer is dense.</summary>
    internal KeptWeights? Find(int position) => kept.GetValueOrDefault(position);

    /// <summary>Says that an optimizer step has made the dense state old.</summary>
    internal void Advanced() => isAhead = true;

    /// <summary>Brings the dense state up to date.</summary>
    internal void WriteState()
    {
        if (!isAhead)
        {
            return;
        }

        isAhead = false;
        foreach (var (position, weights) in kept)
        {
            weights.WriteTo(state[position]);
        }
    }

    /// <summary>Takes the values from the dense state, after somebody has written into it.</summary>
    internal void ReadState()
    {
        isAhead = false;
        foreach (var (position, weights) in kept)
        {
            weights.ReadFrom(state[position]);
        }
    }

    public void Dispose()
    {
        foreach (var weights in kept.Values)
        {
            weights.Dispose();
        }
    }

    private static KeptWeights Create(TrainingJob job, RoutedLayer routed)
    {
        var layer = job.Network.TailLayers.Single(layer => layer.Name == routed.Name);
        var mask = job.Mask![$"{routed.Name}.weight"];
        return routed.Route == LayerRoute.Sparse ? new SparseWeights(layer, mask) : new CompactWeights(layer, mask);
    }
}
