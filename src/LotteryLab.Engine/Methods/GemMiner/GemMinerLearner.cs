using System.Globalization;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.GemMiner;

/// <summary>What a search does besides descending.</summary>
/// <param name="Schedule">When it freezes.</param>
/// <param name="Lambda">Weight of the regulariser.</param>
/// <param name="IsAbsolute">L1 instead of L2.</param>
/// <param name="Unflags">The ticket is what was never frozen, whatever its score.</param>
/// <param name="IsExact">The last round leaves exactly round(s N).</param>
/// <param name="IsInverted">Rounds freeze the largest scores: a sanity check.</param>
internal sealed record GemMinerSettings(FreezingSchedule Schedule, double Lambda, bool IsAbsolute, bool Unflags, bool IsExact, bool IsInverted);

/// <summary>
/// Scores p in [0, 1] and flags q (card 04): the forward mask is [p > 0.5] q, the loss has lambda R(p) over all scores, frozen ones
/// included, and rounds of freezing bring the flags down to the target density.
/// </summary>
internal sealed class GemMinerLearner : ScoreLearner
{
    private const string FlagPrefix = "flags/";
    private const string ProgressName = "progress";
    private const double Threshold = 0.5;
    private const int Bins = 50;
    private readonly GemMinerSettings settings;
    private readonly Tensor[] flags;
    private readonly Tensor progress;
    private readonly HashSet<string> collapsed = new(StringComparer.Ordinal);
    private BitMask[] flagBits;
    private bool isStopped;
    private bool isFinished;
    private long lastEpoch = -1;

    /// <summary>Creates a search in which nothing is frozen; scores outside of [0, 1] are brought inside.</summary>
    public GemMinerLearner(IReadOnlyList<ScoredLayer> layers, GemMinerSettings settings)
        : base(layers)
    {
        this.settings = settings;
        using var noGradient = torch.no_grad();
        flags = [.. layers.Select(layer => layer.Weight.ones_like().DetachFromDisposeScope())];
        flagBits = [.. layers.Select(layer => BitMask.Full(layer.Definition.Count))];
        progress = torch.zeros([2], ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public override bool IsStopped => isStopped;

    /// <summary>Weights that are not frozen.</summary>
    public MaskSet Flags => new(Layers.Select((layer, i) => KeyValuePair.Create(layer.Name, flagBits[i])));

    private long Count => Layers.Sum(layer => layer.Definition.Count);

    private long Active => flagBits.Sum(flag => flag.Kept);

    private long Target => Math.Max(1, (long)Math.Round(settings.Schedule.Density * Count));

    /// <inheritdoc/>
    public override Tensor Gradient(ScoredLayer layer, Tensor effectiveGradient)
    {
        var gradient = effectiveGradient.mul(layer.Weight).mul_(flags[Position(layer)]);
        return settings.Lambda == 0 ? gradient
            : settings.IsAbsolute ? gradient.add_(layer.Score.sign(), alpha: settings.Lambda)
            : gradient.add_(layer.Score, alpha: 2 * settings.Lambda);
    }

    /// <summary>Value of the regulariser; it is a sum, so lambda must shrink as networks grow.</summary>
    public double Penalty()
    {
        using var scope = torch.NewDisposeScope();
        return settings.Lambda * Layers.Sum(layer => (settings.IsAbsolute ? layer.Score.abs() : layer.Score.square()).sum(ScalarType.Float64).ReadNumber<double>());
    }

    /// <summary>Replaces the flags.</summary>
    public void SetFlags(IReadOnlyList<BitMask> bits)
    {
        using var noGradient = torch.no_grad();
        flagBits = [.. bits];
        for (var i = 0; i < flags.Length; i++)
        {
            using var values = MaskTensors.ToTensor(bits[i], flags[i]);
            flags[i].copy_(values);
        }
    }

    /// <inheritdoc/>
    public override void EndEpoch(long epoch, Action<string> warn)
    {
        lastEpoch = epoch;
        if (IsEmpty())
        {
            Rescue(warn);
            return;
        }

        if (settings.Schedule.FreezesAfter(epoch))
        {
            Freeze(epoch, warn);
        }

        WarnOfCollapse(warn);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        isFinished = true;
        Settle();
    }

    /// <inheritdoc/>
    public override Dictionary<string, double> Measure()
    {
        var values = base.Measure();
        values["flagDensity"] = (double)Active / Count;
        values["densityBound"] = settings.Schedule.BoundAfter(lastEpoch);
        values["regularization"] = Penalty();
        values["emptyLayers"] = Layers.Count(layer => values[$"kept/{layer.Name}"] == 0);
        var histogram = new long[Bins];
        foreach (var score in Layers.SelectMany(layer => layer.ReadScores()))
        {
            histogram[Math.Clamp((int)(score * Bins), 0, Bins - 1)]++;
        }

        for (var bin = 0; bin < Bins; bin++)
        {
            values[string.Create(CultureInfo.InvariantCulture, $"scores/{bin:00}")] = histogram[bin];
        }

        return values;
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> ExportState()
    {
        var state = base.ExportState();
        for (var i = 0; i < flags.Length; i++)
        {
            state[FlagPrefix + Layers[i].Name] = flags[i];
        }

        using var now = torch.tensor([isStopped ? 1L : 0L, lastEpoch]);
        progress.copy_(now);
        state[ProgressName] = progress;
        return state;
    }

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        base.ImportState(state);
        SetFlags([.. Layers.Select(layer => MaskTensors.FromTensor(state[FlagPrefix + layer.Name]))]);
        var saved = state[ProgressName].ReadNumbers<long>();
        (isStopped, lastEpoch) = (saved[0] != 0, saved[1]);
    }

    /// <inheritdoc/>
    protected override void Project()
    {
        foreach (var layer in Layers)
        {
            // Momentum is not told, as in the reference.
            layer.Score.clamp_(0, 1);
        }
    }

    /// <inheritdoc/>
    protected override void UpdateMasks()
    {
        for (var i = 0; i < flags.Length; i++)
        {
            var layer = Layers[i];
            layer.Mask.copy_(isStopped || (isFinished && settings.Unflags) ? flags[i] : layer.Score.gt(Threshold).to_type(flags[i].dtype).mul_(flags[i]));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        progress.Dispose();
        foreach (var flag in flags)
        {
            flag.Dispose();
        }
    }

    private void Freeze(long epoch, Action<string> warn)
    {
        float[][] scores = [.. Layers.Select(layer => layer.ReadScores())];
        if (settings.IsExact && settings.Schedule.IsLastAfter(epoch))
        {
            SetFlags(Freezing.To(scores, flagBits, Target, settings.IsInverted));
        }
        else
        {
            var frozen = Freezing.Round(scores, flagBits, settings.Schedule.Rate, settings.IsInverted);
            if (frozen.Left == 0)
            {
                Rescue(warn);
                return;
            }

            SetFlags(frozen.Flags);
        }

        Settle();
        if (IsEmpty())
        {
            Rescue(warn);
        }
    }

    private bool IsEmpty()
    {
        using var scope = torch.NewDisposeScope();
        return Layers.All(layer => layer.Mask.sum().ReadNumber<float>() == 0);
    }

    // The reference freezes a share 1 - s of what is left, which leaves too few; here exactly s N stay.
    private void Rescue(Action<string> warn)
    {
        SetFlags(Freezing.To([.. Layers.Select(layer => layer.ReadScores())], flagBits, Target, settings.IsInverted));
        isStopped = true;
        Settle();
        warn(string.Create(CultureInfo.InvariantCulture, $"All scores fell to 0.5 or below after epoch {lastEpoch + 1}: the search ends with the {Active} weights that rank first. Lower lambda."));
    }

    private void WarnOfCollapse(Action<string> warn)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var layer in Layers.Where(layer => layer.Mask.sum().ReadNumber<float>() == 0 && collapsed.Add(layer.Name)))
        {
            warn(string.Create(CultureInfo.InvariantCulture, $"'{layer.Name}' has lost all its weights after epoch {lastEpoch + 1}: nothing passes through it. Lower lambda, or aim at a higher density."));
        }
    }

    private int Position(ScoredLayer layer)
    {
        var i = 0;
        while (!ReferenceEquals(Layers[i], layer))
        {
            i++;
        }

        return i;
    }
}
