using System.Globalization;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Granularities;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Tensors whose weights compete with each other, and how many of them go altogether (pruned ones included).</summary>
/// <param name="Tensors">Parameter names in forward order.</param>
/// <param name="Removed">Weights that are gone afterwards.</param>
public sealed record ScorePool(IReadOnlyList<string> Tensors, long Removed)
{
    /// <summary>The number of weights that go at a density: trunc((1 - density) x count), as in the reference code.</summary>
    public static long RemovedAt(double density, long count) => (long)((1 - density) * count);
}

/// <summary>One of the iterations of pruning by scores.</summary>
/// <param name="Number">1 to n.</param>
/// <param name="Density">Density that was asked for.</param>
/// <param name="Kept">Weights kept afterwards.</param>
/// <param name="Flow">R before it, for criteria that have one.</param>
/// <param name="PrunedShare">Score that went in it, over R; below 1 no single iteration can empty a layer.</param>
public sealed record ScoreIteration(int Number, double Density, long Kept, double? Flow, double? PrunedShare);

/// <summary>What pruning by scores gave.</summary>
/// <param name="Masks">Masks of all prunable tensors, in forward order.</param>
/// <param name="Asked">Weights that were asked to stay; tensors that stay dense count whole.</param>
/// <param name="Dense">Tensors that the granularity leaves dense.</param>
/// <param name="Iterations">Account of each iteration.</param>
/// <param name="Warnings">What a person should know.</param>
public sealed record ScoreOutcome(MaskSet Masks, long Asked, IReadOnlyList<string> Dense, IReadOnlyList<ScoreIteration> Iterations, IReadOnlyList<PruningWarning> Warnings);

/// <summary>Scores and prunes n times (card 02, A4 to A7).</summary>
public sealed class ScorePruner
{
    private readonly ScoreRequest request;
    private readonly ICriterion criterion;
    private readonly IDensityAllocation? allocation;
    private readonly GroupPattern? pattern;
    private readonly Network network;
    private readonly IReadOnlyList<ParameterDefinition> weights;
    private readonly Dictionary<string, long> unitSizes = new(StringComparer.Ordinal);
    private readonly List<string> dense = [];

    /// <summary>Looks up the parts of a request.</summary>
    /// <exception cref="LotteryLabException">A part is unknown, or the granularity fits none of the tensors.</exception>
    public ScorePruner(ComponentCatalog catalog, NetworkDefinition definition, ScoreRequest request)
    {
        this.request = request;
        criterion = catalog.Find<ICriterion>(request.Criterion.Name);
        allocation = request.Allocation is { } rule ? catalog.Find<IDensityAllocation>(rule.Name) : null;
        network = new Network(definition);
        weights = [.. definition.Parameters.Where(parameter => parameter.IsWeight)];
        var granularity = catalog.Find<IGranularity>(request.Granularity.Name);
        pattern = granularity.Pattern(request.Granularity.Options);
        foreach (var weight in weights)
        {
            if (granularity.UnitSize(weight, request.Granularity.Options) is { } size)
            {
                unitSizes[weight.Name] = size;
            }
            else
            {
                dense.Add(weight.Name);
            }
        }

        if (unitSizes.Count == 0)
        {
            throw new LotteryLabException("pruning.granularity", $"The granularity '{request.Granularity.Name}' fits none of the tensors of this network.", "Choose another one, for example weight.");
        }
    }

    /// <summary>Scores a state and prunes it.</summary>
    /// <param name="state">Stored weights; not changed.</param>
    /// <param name="before">Masks to start from; null for the dense network.</param>
    /// <param name="data">Images of data-driven criteria.</param>
    /// <param name="onIteration">Told each iteration when it is done.</param>
    /// <param name="cancellation">Checked between iterations and batches.</param>
    public ScoreOutcome Prune(NetworkState state, MaskSet? before, ScoreData? data, Action<ScoreIteration>? onIteration = null, CancellationToken cancellation = default)
    {
        var masks = new MaskSet(weights.Select(weight => KeyValuePair.Create(weight.Name, before?.Find(weight.Name) ?? BitMask.Full(weight.Count))));
        var iterations = new List<ScoreIteration>();
        var warnings = new List<PruningWarning>();
        for (var t = 1; t <= request.Iterations; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            var scored = criterion.Score(
                new CriterionInput
                {
                    Network = network,
                    State = state,
                    Masks = masks,
                    Data = data,
                    IsTraining = request.Data.IsTraining,
                    Iteration = t - 1,
                    Seed = request.Seed,
                    Cancellation = cancellation,
                },
                request.Criterion.Options);
            if (scored.DeadLayer is { } dead && warnings.TrueForAll(warning => warning.Code != "no-flow"))
            {
                warnings.Add(new PruningWarning("no-flow", string.Create(CultureInfo.InvariantCulture, $"Nothing flows through '{dead}' before iteration {t}: all scores are zero from here on, and what goes is decided by position alone.")));
            }

            var next = Apply(scored.Scores, masks, request.DensityAfter(t));
            var iteration = new ScoreIteration(t, request.DensityAfter(t), next.Kept, scored.Flow, scored.Flow > 0 ? ScoreLost(scored.Scores, masks, next) / scored.Flow : null);
            iterations.Add(iteration);
            onIteration?.Invoke(iteration);
            masks = next;
        }

        return new ScoreOutcome(masks, Asked(), dense, iterations, warnings);
    }

    /// <summary>Masks from scores at a density, by the rule of the request.</summary>
    public MaskSet Apply(ScoreSet scores, MaskSet masks, double density)
    {
        // 1/S in the reference; a weight of score 0 is liked least of all and stays. The exact rule reverses the order, which is the same
        // for positive scores and makes sense for signed ones.
        var ranked = !request.IsInverted ? scores
            : request.IsReference ? scores.Map(score => score == 0 ? double.PositiveInfinity : 1 / score)
            : scores.Map(score => -score);
        if (pattern is { } groups)
        {
            ranked.RefuseNaN();
            return new MaskSet(weights.Select(weight => KeyValuePair.Create(weight.Name, unitSizes.ContainsKey(weight.Name)
                ? ScoreThreshold.Groups(ranked[weight.Name], weight.Shape, groups.Kept, groups.Of)
                : masks[weight.Name])));
        }

        var pools = Pools(density);
        return request.IsReference ? ScoreThreshold.Reference(ranked, masks, pools) : ScoreThreshold.Exact(ranked, masks, pools, unitSizes);
    }

    private List<ScorePool> Pools(double density)
    {
        var open = weights.Where(weight => unitSizes.ContainsKey(weight.Name)).ToList();
        if (request.Scope == ScoreScope.Global)
        {
            return [new ScorePool([.. open.Select(weight => weight.Name)], ScorePool.RemovedAt(density, open.Sum(weight => weight.Count)))];
        }

        if (allocation is null)
        {
            return [.. open.Select(weight => new ScorePool([weight.Name], ScorePool.RemovedAt(density, weight.Count)))];
        }

        var allocated = allocation.Allocate([.. open.Select(weight => new AllocationLayer(weight.Name, weight.Shape))], density, request.Allocation!.Options);
        return [.. allocated.Layers.Select(layer => new ScorePool([layer.Name], layer.Count - layer.Kept))];
    }

    private long Asked()
    {
        var whole = weights.Where(weight => !unitSizes.ContainsKey(weight.Name)).Sum(weight => weight.Count);
        return pattern is { } groups
            ? whole + weights.Where(weight => unitSizes.ContainsKey(weight.Name)).Sum(weight => weight.Count / groups.Of * groups.Kept)
            : whole + Pools(request.Density).Sum(pool => pool.Tensors.Sum(name => weights.First(weight => weight.Name == name).Count) - pool.Removed);
    }

    private static double ScoreLost(ScoreSet scores, MaskSet before, MaskSet after)
    {
        var lost = 0.0;
        foreach (var (name, mask) in before.Entries)
        {
            var (values, kept) = (scores[name], after[name]);
            foreach (var position in new KeptPositions(mask))
            {
                lost += kept[position] ? 0 : values[position];
            }
        }

        return lost;
    }
}
