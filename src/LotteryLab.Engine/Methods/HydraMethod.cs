using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="HydraMethod"/>.</summary>
public sealed record HydraOptions
{
    /// <summary>Target densities.</summary>
    [Option("Densities of the tickets (0.5, 0.05 ...), each found straight from the dense network.", Min = 0, Max = 1, MinExclusive = true, MinLength = 1, MaxLength = 100)]
    public IReadOnlyList<double> Densities { get; init; } = [0.2097, 0.1074, 0.055];

    /// <summary>Length of the search.</summary>
    [Option("Length of the search; 0it searches as long as the training recipe trains.")]
    public TrainingLength SearchLength { get; init; }

    /// <summary>Length of fine-tuning.</summary>
    [Option("Length of the fine-tuning that follows; 0it leaves it out.")]
    public TrainingLength FineTuneLength { get; init; }

    /// <summary>Peak learning rate.</summary>
    [Option("Peak learning rate of search and fine-tuning; it falls along a cosine, once an epoch.", Min = 0, Max = 100, MinExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Weight decay.</summary>
    [Option("Weight decay of search and fine-tuning.", Min = 0, Max = 1)]
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>First scores.</summary>
    [Option("First scores: the trained weights, or those scaled in each layer to sqrt(6 / fan-in) at most, as in Hydra's own code.", Choices = ["weights", "scaled"])]
    public string Scores { get; init; } = "weights";
}

/// <summary>Hydra: learns scores on trained weights, then fine-tunes (card 05, baseline of BiP).</summary>
public sealed class HydraMethod : PruningMethod<HydraOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "hydra",
        "Hydra",
        "Trains the dense network, then learns scores for its frozen weights together with batch norm, keeps the highest over the whole network, and fine-tunes the weights. What BiP is when mask and weights are learned one after the other.")
    {
        Papers =
        [
            new("Sehwag et al., HYDRA: Pruning Adversarially Robust Neural Networks, NeurIPS 2020", "https://arxiv.org/abs/2002.10509"),
            new("Zhang et al., Advancing Model Pruning via Bi-level Optimization, NeurIPS 2022", "https://arxiv.org/abs/2210.04092"),
        ],
        KnownFailures = ["In the code released with BiP scores and weights share one tensor, so its Hydra trains weights while it searches; here they are separate."],
    };

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, HydraOptions options)
    {
        var segment = new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise"));
        var initial = plan.Initialize();
        var dense = plan.Train(initial, mask: null, segment, "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, initial, mask: null, dense);
        var recipe = Recipe(plan, options, options.SearchLength == TrainingLength.Zero ? plan.Spec.Training.Length : options.SearchLength);
        for (var round = 1; round <= options.Densities.Count; round++)
        {
            var search = plan.Train(dense, mask: null, segment with { To = plan.InputsFor(recipe).TotalIterations, NoiseSeed = plan.Seed("search-noise") }, $"search round {round}", recipe, Rule(options, options.Densities[round - 1]));
            if (options.FineTuneLength == TrainingLength.Zero)
            {
                plan.AddRound(PlannedRound.TicketBranch, round, dense, search, search);
                continue;
            }

            var tuning = Recipe(plan, options, options.FineTuneLength);
            var trained = plan.Train(search, search, segment with { To = plan.InputsFor(tuning).TotalIterations }, $"fine-tune round {round}", tuning);
            plan.AddRound("ticket-untrained", round, dense, search, search);
            plan.AddRound(PlannedRound.TicketBranch, round, dense, search, trained);
        }
    }

    private static TrainingSpec Recipe(ReplicatePlan plan, HydraOptions options, TrainingLength length) =>
        plan.Spec.Training with { Optimizer = ScoreRecipes.Sgd(options.LearningRate, 0.9, options.WeightDecay), Schedule = ScoreRecipes.Cosine, Length = length };

    private static RuleSource Rule(HydraOptions options, double density) => new(
        new JsonObject { ["name"] = "hydra", ["density"] = density, ["scores"] = options.Scores },
        costFactor: 1,
        job => new ScoreLearningRule(
            new EdgePopupLearner(ScoredLayer.Of(job.Start, (weight, values) => Scores(weight, values, options)), new EdgePopupSettings(density, ScoreRanking.GlobalCount)),
            job,
            parameter => parameter.Role is ParameterRole.NormScale or ParameterRole.NormShift))
    {
        FindsMasks = true,
    };

    private static torch.Tensor Scores(ParameterDefinition weight, torch.Tensor values, HydraOptions options) =>
        options.Scores == "weights" ? values : values.mul(Math.Sqrt(6.0 / weight.FanIn) / Math.Max(values.abs().max().ReadNumber<float>(), float.Epsilon));
}
