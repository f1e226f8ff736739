using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.DynamicSparse;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of SNFS.</summary>
public sealed record SnfsOptions : DynamicSparseOptions
{
    /// <summary>Decay of the mean gradient.</summary>
    [Option("Decay of the running mean of dense gradients that ranks new connections; larger values remember longer.", Min = 0, Max = 1, MaxExclusive = true)]
    public double MomentumDecay { get; init; } = 0.9;

    /// <summary>Whether density moves between layers.</summary>
    [Option("Move density between layers: each gets a share of all new weights by the mean momentum of its active ones. The paper's own setting, with dropFraction 0.5 and updateInterval 1ep.")]
    public bool Redistribute { get; init; }
}

/// <summary>Sparse networks from scratch: grow by momentum (card 03, C and E).</summary>
public sealed class SnfsMethod : SparseTrainingMethod<SnfsOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "snfs",
        "SNFS, sparse momentum",
        "Trains a sparse network from a random start and replaces its smallest weights by those with the largest running mean of dense gradients; optionally moves density to the layers that learn most. Needs the dense gradient at every step.")
    {
        Papers = [new("Dettmers and Zettlemoyer, Sparse Networks from Scratch: Faster Training without Losing Performance, 2019", "https://arxiv.org/abs/1907.04840")],
        KnownFailures = ["Dense gradients at every step cost a dense pass: theoretical training cost is far above that of SET and RigL."],
    };

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, SnfsOptions options) => new Source(options.Schedule(plan), options.MomentumDecay, options.Redistribute);

    private sealed record Source(DropSchedule Schedule, double Decay, bool IsRedistributed) : ITrainingRuleSource
    {
        public ITrainingRuleSource? OfControls => null;

        public double CostFactor => 1;

        public JsonObject ToJson() => new()
        {
            ["rule"] = "snfs",
            ["version"] = 1,
            ["schedule"] = Schedule.ToJson(),
            ["decay"] = Decay,
            ["redistribute"] = IsRedistributed,
        };

        public double MultiplyAddsPerImage(PassCost cost, long from, long to) => TrainingCostModel.DenseGradients(cost);

        public TrainingRule Create(TrainingJob job) => new SnfsRule(Schedule, Decay, IsRedistributed);
    }
}

/// <summary>SNFS: keeps the mean of dense gradients and rewires after a step.</summary>
internal sealed class SnfsRule(DropSchedule schedule, double decay, bool isRedistributed) : DynamicSparseRule(schedule)
{
    private readonly Dictionary<string, Tensor> means = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run)
    {
        base.OnStart(run);
        using var noGradient = torch.no_grad();
        foreach (var name in Changeable)
        {
            means[name] = run.State[name].zeros_like(requires_grad: false).DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        using var noGradient = torch.no_grad();
        foreach (var (name, mean) in means)
        {
            mean.mul_(decay).add_(run.State[name].grad!, alpha: 1 - decay);
        }

        return BatchOutcome.Step;
    }

    /// <inheritdoc/>
    public override void AfterOptimizerStep(TrainingRun run)
    {
        var iteration = run.Iteration - 1;
        if (run.Iteration >= run.Job.To || !IsDue(iteration))
        {
            return;
        }

        if (isRedistributed)
        {
            Redistribute(run, iteration);
        }
        else
        {
            Rewire(run, iteration, name => Array.ConvertAll(Floats(means[name]), Math.Abs));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> ExportState() =>
        base.ExportState().Concat(means.Select(pair => KeyValuePair.Create($"mean/{pair.Key}", pair.Value))).ToDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        base.ImportState(state);
        foreach (var (name, mean) in means)
        {
            mean.copy_(state[$"mean/{name}"]);
        }
    }

    /// <summary>
    /// Shares of all new weights by mean momentum. A layer is filled to at most 99 % of its zeros; what does not fit is spread equally over
    /// the others, again and again (card 03, E).
    /// </summary>
    internal static long[] Share(IReadOnlyList<double> momenta, IReadOnlyList<long> zeros, long total)
    {
        var room = zeros.Select(zero => (long)(0.99 * zero)).ToArray();
        var sum = momenta.Sum();
        var shares = momenta.Select((momentum, i) => Math.Min(room[i], (long)Math.Round(total * (sum > 0 ? momentum / sum : 1.0 / momenta.Count)))).ToArray();
        var left = total - shares.Sum();
        while (left != 0)
        {
            // Rounding can also give out too much; it is taken back in the same way.
            var open = Enumerable.Range(0, shares.Length).Where(i => left > 0 ? shares[i] < room[i] : shares[i] > 0).ToList();
            if (open.Count == 0)
            {
                break;
            }

            foreach (var i in open)
            {
                var step = Math.Max(1, Math.Abs(left) / open.Count);
                var change = left > 0 ? Math.Min(Math.Min(step, left), room[i] - shares[i]) : -Math.Min(Math.Min(step, -left), shares[i]);
                shares[i] += change;
                left -= change;
                if (left == 0)
                {
                    break;
                }
            }
        }

        return shares;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var mean in means.Values)
        {
            mean.Dispose();
        }
    }

    private void Redistribute(TrainingRun run, long iteration)
    {
        Begin(iteration);
        var fraction = Schedule.At(iteration);
        var layers = Changeable.Select(name =>
        {
            var before = run.Mask(name)!;
            var momentum = Array.ConvertAll(Floats(means[name]), Math.Abs);
            var mean = before.Kept == 0 ? 0 : Enumerable.Range(0, momentum.Length).Where(i => before[i]).Average(i => (double)momentum[i]);
            var kept = ConnectivityUpdate.Drop(run.State.ReadFloats(name), before, ConnectivityUpdate.DropCount(before.Kept, fraction));
            return (Name: name, Before: before, Kept: kept, Momentum: momentum, Mean: mean);
        }).ToList();
        var total = layers.Sum(layer => layer.Before.Kept - layer.Kept.Kept);
        var shares = Share([.. layers.Select(layer => layer.Mean)], [.. layers.Select(layer => layer.Kept.Count - layer.Kept.Kept)], total);
        for (var i = 0; i < shares.Length; i++)
        {
            Change(run, layers[i].Name, layers[i].Kept, ConnectivityUpdate.Grow(layers[i].Kept, layers[i].Momentum, shares[i]));
        }
    }
}
