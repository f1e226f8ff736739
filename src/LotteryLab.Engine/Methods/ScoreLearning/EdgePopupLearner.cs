using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>How magnitudes of scores become a mask.</summary>
internal enum ScoreRanking
{
    /// <summary>Each layer on its own: the first int((1 - k) n) in ascending order go.</summary>
    Layerwise,

    /// <summary>All layers together: what does not exceed the ceil(f N)-th smallest goes (global edge-popup).</summary>
    GlobalThreshold,

    /// <summary>All layers together: the first int((1 - k) N) in ascending order go (Hydra).</summary>
    GlobalCount,
}

/// <summary>What an edge-popup search does.</summary>
/// <param name="Density">Share k that is kept; the reference code calls it the prune rate.</param>
/// <param name="Ranking">How scores become masks.</param>
internal sealed record EdgePopupSettings(double Density, ScoreRanking Ranking)
{
    /// <summary>Weight of the sum of squared scores.</summary>
    public double Lambda { get; init; }

    /// <summary>Epochs between the steps of a gradual search; 0 holds the density from the start.</summary>
    public long Period { get; init; }

    /// <summary>Epochs of the search.</summary>
    public long Epochs { get; init; }
}

/// <summary>Signed scores whose magnitudes are ranked (card 04): dL/ds = dL/d(w m) w sign(s), no clamping, no flags.</summary>
/// <param name="layers">Layers.</param>
/// <param name="settings">What the search does.</param>
internal sealed class EdgePopupLearner(IReadOnlyList<ScoredLayer> layers, EdgePopupSettings settings) : ScoreLearner(layers)
{
    private const string DensityName = "density";
    private readonly EdgePopupSettings settings = settings;
    private readonly Tensor exported = torch.zeros([1], ScalarType.Float64).DetachFromDisposeScope();
    private double density = settings.Period > 0 ? 1.0 : settings.Density;

    /// <inheritdoc/>
    public override Tensor Gradient(ScoredLayer layer, Tensor effectiveGradient)
    {
        var gradient = effectiveGradient.mul(layer.Weight).mul_(layer.Score.sign());
        return settings.Lambda == 0 ? gradient : gradient.add_(layer.Score, alpha: 2 * settings.Lambda);
    }

    /// <inheritdoc/>
    public override void EndEpoch(long epoch, Action<string> warn)
    {
        var schedule = settings.Period > 0 ? new FreezingSchedule(settings.Density, settings.Epochs, settings.Period) : null;
        if (schedule?.FreezesAfter(epoch) == true)
        {
            // With a period of one epoch this rule counts one step more than there are rounds; the target stays the limit.
            var steps = (epoch + 1) / settings.Period;
            density = Math.Max(settings.Density, Math.Pow(1 - schedule.Rate, steps));
        }
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> ExportState()
    {
        var state = base.ExportState();
        exported.fill_(density);
        state[DensityName] = exported;
        return state;
    }

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        base.ImportState(state);
        density = state[DensityName].ReadNumber<double>();
    }

    /// <inheritdoc/>
    protected override void UpdateMasks()
    {
        var kept = density;
        if (settings.Ranking == ScoreRanking.Layerwise)
        {
            foreach (var layer in Layers)
            {
                var mask = TopScores.KeepLargest(layer.Score.flatten().abs(), TopScores.RemovedAt(kept, layer.Definition.Count));
                layer.Mask.copy_(mask.reshape(layer.Mask.shape));
            }

            return;
        }

        TopScores.RankTogether([.. Layers.Select(layer => layer.Score)], [.. Layers.Select(layer => layer.Mask)], all => settings.Ranking == ScoreRanking.GlobalCount
            ? TopScores.KeepLargest(all, TopScores.RemovedAt(kept, all.numel()))
            : TopScores.Above(all, (long)Math.Ceiling((1 - kept) * all.numel())));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        exported.Dispose();
    }
}
