using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.DynamicSparse;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of RigL.</summary>
public sealed record RiglOptions : DynamicSparseOptions
{
    /// <summary>Batches behind a growth gradient.</summary>
    [Option("Batches whose dense gradients are added up before growing; more helps where small batches make single gradients noisy.", Min = 1, Max = 1000, Unit = "batches")]
    public int GrowthBatches { get; init; } = 1;

    /// <summary>Values of grown weights.</summary>
    [Option("What grown weights start with: zero (the published rule), random-normal, random-uniform, initial-values (shuffled), gradient, gradient-sign.", Choices = [GrownWeights.Zero, GrownWeights.RandomNormal, GrownWeights.RandomUniform, GrownWeights.Initial, GrownWeights.Gradient, GrownWeights.GradientSign])]
    public string GrowInit { get; init; } = GrownWeights.Zero;

    /// <summary>Factor on those values.</summary>
    [Option("Factor on what grown weights start with; no effect on zero.", Min = -1000, Max = 1000)]
    public double GrowInitScale { get; init; } = 1;

    /// <summary>First momentum of grown weights.</summary>
    [Option("Multiple of the dense gradient that grown weights take as their first momentum; 0 starts at rest.", Min = -1000, Max = 1000)]
    public double GrowMomentumScale { get; init; }
}

/// <summary>Rigging the lottery: grow where the dense gradient is largest (card 03, C).</summary>
public sealed class RiglMethod : SparseTrainingMethod<RiglOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "rigl",
        "RigL, rigging the lottery",
        "Trains a sparse network from a random start and now and then replaces its smallest weights by those whose gradient would be largest if they were there. It needs no lucky start and is the main rival of every ticket method.")
    {
        Papers = [new("Evci, Gale, Menick, Castro and Elsen, Rigging the Lottery: Making All Tickets Winners, ICML 2020", "https://arxiv.org/abs/1911.11134")],
        KnownFailures =
        [
            "Its final masks are no lottery tickets: trained again from the initialisation they do worse (retrainFinalMask shows it).",
            "Right after an update batch-norm statistics lag and accuracy dips; a point measured there is too low.",
            "Small batches make the growth gradient noisy; raise growthBatches.",
        ],
    };

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, RiglOptions options) =>
        new RiglSource(options.Schedule(plan), options.GrowthBatches, new GrownWeights(options.GrowInit, options.GrowInitScale, options.GrowMomentumScale));

    private sealed record RiglSource(DropSchedule Schedule, int Batches, GrownWeights Grown) : ITrainingRuleSource
    {
        public ITrainingRuleSource? OfControls => null;

        public double CostFactor => 1 + ((double)Batches / Schedule.Interval);

        public JsonObject ToJson() => new()
        {
            ["rule"] = "rigl",
            ["version"] = 1,
            ["schedule"] = Schedule.ToJson(),
            ["batches"] = Batches,
            ["growInit"] = Grown.Kind,
            ["growInitScale"] = Grown.Kind == GrownWeights.Zero ? null : Grown.Scale,
            ["growMomentumScale"] = Grown.MomentumScale,
        };

        // The published formula counts updates until the end of training; this one stops where the updates stop.
        public double MultiplyAddsPerImage(PassCost cost, long from, long to) =>
            TrainingCostModel.Static(cost) + (Schedule.Updates(from, to).Count() * Batches * TrainingCostModel.GrowthBatch(cost) / Math.Max(to - from, 1));

        public TrainingRule Create(TrainingJob job) => new RiglRule(Schedule, Batches, Grown);
    }
}

/// <summary>RigL: an update uses its batch for the dense gradient only; the step is skipped and the counter stays.</summary>
internal sealed class RiglRule(DropSchedule schedule, int batches, GrownWeights initial) : DynamicSparseRule(schedule)
{
    /// <inheritdoc/>
    public override BatchOutcome BeforeOptimizerStep(TrainingRun run)
    {
        if (!IsDue(run.Iteration))
        {
            return BatchOutcome.Step;
        }

        var gradients = Changeable.ToDictionary(name => name, name => Gradient(run, name), StringComparer.Ordinal);
        for (var batch = 1; batch < batches; batch++)
        {
            run.ComputeGradients($"growth-{batch}");
            foreach (var (name, sum) in gradients)
            {
                var more = Gradient(run, name);
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += more[i];
                }
            }
        }

        Rewire(run, run.Iteration, name => Array.ConvertAll(gradients[name], Math.Abs), (name, grown) => initial.Write(run, name, grown, gradients[name]));
        return BatchOutcome.Skip;
    }
}
