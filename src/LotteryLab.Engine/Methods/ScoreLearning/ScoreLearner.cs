using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>
/// Learns a mask instead of weights (card 04): scores are trained by gradients that pass straight through the mask, dL/ds = dL/d(w m) w
/// and so on; weights stay. A subclass says how scores become masks and gradients. The caller does forward and backward passes over
/// <see cref="ScoredLayer.Effective"/> weights.
/// </summary>
internal abstract class ScoreLearner(IReadOnlyList<ScoredLayer> layers) : IDisposable
{
    private const string ScorePrefix = "scores/";
    private const string OptimizerPrefix = "optimizer/";
    private IOptimizer? optimizer;

    /// <summary>Layers in forward order.</summary>
    public IReadOnlyList<ScoredLayer> Layers { get; } = layers;

    /// <summary>Whether learning is over: nothing changes any more.</summary>
    public virtual bool IsStopped => false;

    /// <summary>Told after each optimizer step, before scores are brought back into their range.</summary>
    internal Action? OnDescended { get; set; }

    /// <summary>Chooses what trains the scores; state starts fresh.</summary>
    public void Use(IOptimizerComponent component, object options)
    {
        optimizer?.Dispose();
        optimizer = component.Create(options, [.. Layers.Select(layer => new OptimizedParameter(layer.Definition, layer.Score, Mask: null))]);
    }

    /// <summary>One optimizer step on the scores from the gradients of the effective weights; masks stay until <see cref="Settle"/>.</summary>
    public void Descend(Func<ScoredLayer, Tensor?> gradientOf, double rate)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var layer in Layers)
        {
            layer.Score.grad = gradientOf(layer) is { } gradient ? Gradient(layer, gradient) : null;
        }

        optimizer!.Step(rate);
        foreach (var layer in Layers)
        {
            layer.Score.grad = null;
        }

        OnDescended?.Invoke();
    }

    /// <summary>Puts scores into their range and derives masks from them.</summary>
    public void Settle()
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Project();
        UpdateMasks();
    }

    /// <summary>Derivative of the loss by the scores of a layer, from the derivative by its effective weights.</summary>
    public abstract Tensor Gradient(ScoredLayer layer, Tensor effectiveGradient);

    /// <summary>Called before the forward pass of a 0-based iteration, after <see cref="Settle"/>.</summary>
    public virtual void BeforeForward(long iteration)
    {
    }

    /// <summary>Called after the last batch of a 0-based epoch.</summary>
    public virtual void EndEpoch(long epoch, Action<string> warn)
    {
    }

    /// <summary>Called once after the last step: from here on the masks are those of the ticket.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>Current masks.</summary>
    public MaskSet Masks() => new(Layers.Select(layer => KeyValuePair.Create(layer.Name, layer.Bits())));

    /// <summary>Values to show beside accuracy: the density of the forward mask, and of each layer.</summary>
    public virtual Dictionary<string, double> Measure()
    {
        using var scope = torch.NewDisposeScope();
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var (kept, count) = (0L, 0L);
        foreach (var layer in Layers)
        {
            var here = (long)layer.Mask.sum(ScalarType.Float64).ReadNumber<double>();
            values[$"kept/{layer.Name}"] = (double)here / layer.Definition.Count;
            (kept, count) = (kept + here, count + layer.Definition.Count);
        }

        values["maskDensity"] = (double)kept / count;
        return values;
    }

    /// <summary>State for checkpoints.</summary>
    public virtual Dictionary<string, Tensor> ExportState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var layer in Layers)
        {
            state[ScorePrefix + layer.Name] = layer.Score;
        }

        foreach (var (name, tensor) in optimizer!.ExportState())
        {
            state[OptimizerPrefix + name] = tensor;
        }

        return state;
    }

    /// <summary>Restores what <see cref="ExportState"/> gave, and the masks.</summary>
    public virtual void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        using (torch.no_grad())
        {
            foreach (var layer in Layers)
            {
                layer.Score.copy_(state[ScorePrefix + layer.Name]);
            }
        }

        optimizer!.ImportState(state
            .Where(pair => pair.Key.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[OptimizerPrefix.Length..], pair => pair.Value, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Brings scores back into their range; nothing by default.</summary>
    protected virtual void Project()
    {
    }

    /// <summary>Writes masks from scores.</summary>
    protected abstract void UpdateMasks();

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        optimizer?.Dispose();
        foreach (var layer in Layers)
        {
            layer.Dispose();
        }
    }
}
