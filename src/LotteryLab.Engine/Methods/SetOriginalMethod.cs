using System.Text.Json.Nodes;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of the original SET.</summary>
public sealed record SetOriginalOptions
{
    /// <summary>epsilon of each round.</summary>
    [Option("Sparsity parameter of each round, falling: a layer has about epsilon x (inputs + outputs) weights. The paper uses 20.", Min = 0, Max = 100_000, MinExclusive = true, MinLength = 1, MaxLength = 50)]
    public IReadOnlyList<double> Epsilons { get; init; } = [20];

    /// <summary>zeta.</summary>
    [Option("Share of the positive and of the negative weights nearest zero that is replaced after each epoch (zeta).", Min = 0, Max = 1, MinExclusive = true, MaxExclusive = true)]
    public double Zeta { get; init; } = 0.3;

    /// <summary>Whether the output layer is sparse too.</summary>
    [Option("Make the output layer sparse too; the paper leaves it dense.")]
    public bool SparseOutput { get; init; }
}

/// <summary>SET by the rule of its first paper and code (card 03, D).</summary>
public sealed class SetOriginalMethod : PruningMethod<SetOriginalOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "set_original",
        "SET, the original rule",
        "Starts from an Erdős–Rényi random network and after every epoch replaces the positive and negative weights nearest zero by new ones at random places, as the first paper on sparse evolutionary training has it.")
    {
        Papers = [new("Mocanu et al., Scalable Training of Artificial Neural Networks with Adaptive Sparse Connectivity, Nature Communications 2018", "https://arxiv.org/abs/1707.04780")],
        KnownFailures =
        [
            "The number of weights follows from epsilon and a coin for each weight, not from a density.",
            "A little more than zeta goes, because both comparisons are strict; the paper's code does the same.",
        ],
    };

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, SetOriginalOptions options)
    {
        var initial = plan.Initialize();
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        for (var round = 1; round <= options.Epsilons.Count; round++)
        {
            var start = plan.Add(new CoinFlipMaskStep(plan.Network, options.Epsilons[round - 1], options.SparseOutput, plan.Seed("coin-flips"))
            {
                Numerics = plan.Numerics,
                Label = $"draw the random network of round {round} of replicate {plan.Replicate + 1}",
            });
            var trained = plan.Train(initial, start, segment, $"train round {round} with {Descriptor.Name}", rule: new Source(options.Zeta));
            plan.AddRound(PlannedRound.TicketBranch, round, initial, trained, trained);
        }
    }

    private sealed record Source(double Zeta) : ITrainingRuleSource
    {
        public ITrainingRuleSource? OfControls => null;

        public double CostFactor => 1;

        public JsonObject ToJson() => new() { ["rule"] = "set_original", ["version"] = 1, ["zeta"] = Zeta };

        public double MultiplyAddsPerImage(PassCost cost, long from, long to) => TrainingCostModel.Static(cost);

        public TrainingRule Create(TrainingJob job) => new SetOriginalRule(Zeta);
    }
}

/// <summary>Rewires after every epoch but the last, whose new weights nothing would train, and starts the optimizer anew.</summary>
internal sealed class SetOriginalRule(double zeta) : DynamicSparseRule(new DropSchedule(zeta, DropSchedule.Constant, 0, 0, long.MaxValue, 1))
{
    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run)
    {
        if (run.Iteration >= run.Job.To)
        {
            return;
        }

        Begin(run.Iteration);
        foreach (var name in Changeable)
        {
            var kept = Kept(run.State.ReadFloats(name), zeta);
            Change(run, name, kept, Grow(kept, run.Job.Mask![name].Kept, CounterRandom.Fork(SeedTree.Derive(run.Job.NoiseSeed, $"growth/{name}"), run.Batch)));
        }

        run.Optimizer.Reset();
    }

    /// <summary>The removal rule of <c>rewireMask</c>: all values are sorted, inactive zeros too, and a share zeta of each side goes.</summary>
    internal static BitMask Kept(float[] weights, double zeta)
    {
        var sorted = weights.ToArray();
        Array.Sort(sorted);

        // The reference looks for the value nearest zero, from the left and from the right; with zeros these are the first and the last zero.
        var first = 0;
        var last = 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            first = Math.Abs(sorted[i]) < Math.Abs(sorted[first]) ? i : first;
            last = Math.Abs(sorted[i]) <= Math.Abs(sorted[last]) ? i : last;
        }

        var negative = sorted[(int)((1 - zeta) * first)];
        var positive = sorted[(int)Math.Min(sorted.Length - 1, last + 1 + (zeta * (sorted.Length - last - 1)))];
        return BitMask.From(weights.Length, i => weights[i] > positive || weights[i] < negative);
    }

    /// <summary>Adds random positions until the tensor has a given number of weights; those that have just gone may come back.</summary>
    internal static BitMask Grow(BitMask kept, long count, long seed)
    {
        var scores = new float[kept.Count];
        var random = new CounterRandom(seed);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)random.NextDouble();
        }

        return ConnectivityUpdate.Grow(kept, scores, count - kept.Kept);
    }
}

/// <summary>Independent coin flips with p = epsilon (in + out) / (in x out); kernel positions count as inputs.</summary>
internal sealed class CoinFlipMaskStep(NetworkDefinition network, double epsilon, bool isOutputSparse, long seed) : MaskStep
{
    /// <inheritdoc/>
    public override string Kind => "coin-flip-mask";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override JsonObject Parameters => new()
    {
        ["tensors"] = new JsonArray([.. Weights.Select(weight => (JsonNode)new JsonObject { ["name"] = weight.Name, ["shape"] = new JsonArray([.. weight.Shape.Select(size => (JsonNode)size)]), ["share"] = Share(weight) })]),
        ["seed"] = seed,
    };

    private IEnumerable<ParameterDefinition> Weights => network.Parameters.Where(parameter => parameter.IsWeight);

    /// <inheritdoc/>
    public override void Execute(StepContext context) =>
        Write(context, new MaskSet(Weights.Select(weight =>
        {
            var random = new CounterRandom(SeedTree.Derive(seed, weight.Name));
            var share = Share(weight);
            return KeyValuePair.Create(weight.Name, BitMask.From(weight.Count, _ => random.NextDouble() < share));
        })), new JsonObject { ["epsilon"] = epsilon });

    private double Share(ParameterDefinition weight) =>
        weight.IsOutput && !isOutputSparse ? 1 : Math.Min(1, epsilon * (weight.FanIn + weight.Shape[0]) / weight.Count);
}
