using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Rules;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>BiP: learns mask and weights together as a bi-level problem, from a trained dense network straight to the density (card 05).</summary>
public sealed class BipMethod : PruningMethod<BipOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "bip",
        "BiP (bi-level pruning)",
        "Starts from the trained dense network and alternates a step on the weights under the current mask with a step on scores that choose the mask. Weights can come back at any iteration. Reaches any density in one run, so its cost does not grow with sparsity as that of iterative pruning does.")
    {
        Papers = [new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092")],
        KnownFailures =
        [
            "The released code is not the paper's algorithm (other second term, scores that share the weights' memory); both are offered and give different tickets.",
            "The implicit term is tiny beside the direct one, and leaving it out does as well on small tasks.",
            "The paper reports the best test accuracy over epochs; here it is the last.",
        ],
    };

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, BipOptions options)
    {
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var initial = plan.Initialize();
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        var recipe = Recipe(plan, options);
        var length = plan.InputsFor(recipe).TotalIterations;
        for (var round = 1; round <= options.Densities.Count; round++)
        {
            var pruned = plan.Train(dense, mask: null, new TrainingSegment(0, length, ScheduleVariant.Original, plan.Seed("bip-noise")), $"prune and train round {round}", recipe, Rule(plan, options, options.Densities[round - 1]));
            if (options.FineTuneLength == TrainingLength.Zero)
            {
                plan.AddRound(PlannedRound.TicketBranch, round, dense, pruned, pruned);
                continue;
            }

            var tuning = plan.Spec.Training with { Optimizer = ScoreRecipes.Sgd(0.1, options.Momentum, 5e-4), Schedule = ScoreRecipes.Cosine, Length = options.FineTuneLength };
            var trained = plan.Train(pruned, pruned, segment with { To = plan.InputsFor(tuning).TotalIterations }, $"fine-tune round {round}", tuning);
            plan.AddRound("ticket-untrained", round, dense, pruned, pruned);
            plan.AddRound(PlannedRound.TicketBranch, round, dense, pruned, trained);
        }
    }

    private static TrainingSpec Recipe(ReplicatePlan plan, BipOptions options) => plan.Spec.Training with
    {
        Optimizer = ScoreRecipes.Sgd(options.LearningRate, options.Momentum, options.WeightDecay),
        Schedule = options.WeightSchedule(),
        Length = options.Length == TrainingLength.Zero ? plan.Spec.Training.Length : options.Length,
    };

    private static RuleSource Rule(ReplicatePlan plan, BipOptions options, double density)
    {
        var settings = options.Settings(density);
        var inputs = plan.InputsFor(Recipe(plan, options));
        var (schedule, rate) = options.ScoreRates();
        var json = new JsonObject
        {
            ["name"] = "bip",
            ["density"] = density,
            ["mode"] = options.Mode,
            ["structure"] = options.Structure,
            ["norm"] = options.Norm,
            ["momentum"] = options.Momentum,
            ["weightDecay"] = options.WeightDecay,
            ["scoreRate"] = rate,
            ["scoreSchedule"] = CanonicalJson.OfComponent(schedule),
            ["gamma"] = settings.IsReference || double.IsInfinity(settings.Gamma) ? null : settings.Gamma,
            ["squareFactor"] = settings.IsReference ? settings.SquareFactor : null,
            ["scoreWeightDecay"] = settings.IsReference ? null : settings.ScoreWeightDecay,
        };
        return new RuleSource(json, CostOf(settings.Mode), job => new BipRule(settings, job.Catalog.Find<IScheduleComponent>(schedule.Name).Resolve(schedule.Options, rate, inputs.IterationsPerEpoch, inputs.TotalIterations)))
        {
            FindsMasks = true,
        };
    }

    // Passes over a batch for each iteration; a pass forward and back is one.
    private static double CostOf(BipMode mode) => mode is BipMode.Paper or BipMode.Accelerate ? 2 : 4;
}
