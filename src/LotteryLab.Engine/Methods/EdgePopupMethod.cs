using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="EdgePopupMethod"/>.</summary>
public sealed record EdgePopupOptions : ScoreLearningOptions
{
    /// <summary>Settings of the paper: weight decay on scores.</summary>
    public EdgePopupOptions() => WeightDecay = 5e-4;

    /// <summary>Where scores compete.</summary>
    [Option("Where scores compete: in each layer on its own, as published, or over all layers together.", Choices = ["layerwise", "global"])]
    public string Scope { get; init; } = "layerwise";

    /// <summary>Whether the density falls step by step.</summary>
    [Option("Let the density fall step by step during the search instead of holding it from the start.")]
    public bool Gradual { get; init; }

    /// <summary>Epochs between the steps of a gradual search.</summary>
    [Option("Epochs between two steps of a gradual search.", Min = 1, Max = 10_000, Unit = "epochs")]
    public int Period { get; init; } = 5;

    /// <summary>Weight of an L2 regulariser.</summary>
    [Option("Weight of the sum of squared scores in the loss; besides, or instead of, weight decay.", Min = 0, Max = 1)]
    public double Lambda { get; init; }
}

/// <summary>Edge-popup: in each forward pass the weights with the largest score magnitudes take part (card 04).</summary>
public sealed class EdgePopupMethod : ScoreLearningMethod<EdgePopupOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "edge-popup",
        "Edge-popup",
        "Learns a score for each weight of an untrained network and lets the highest-scored share of every layer take part. Finds networks that classify without any training at moderate densities; the ancestor of Gem-Miner, which beats it when few weights are left.")
    {
        Papers =
        [
            new("Ramanujan et al., What's Hidden in a Randomly Weighted Neural Network?, CVPR 2020", "https://arxiv.org/abs/1911.13299"),
            new("Sreenivasan et al., Rare Gems: Finding Lottery Tickets at Initialization, NeurIPS 2022 (global and gradual variants)", "https://arxiv.org/abs/2202.12002"),
        ],
        KnownFailures = ["Below a few per cent of the weights it does little better than chance before training, and its tickets train poorly (ResNet-20 at 0.59 %: 24 %)."],
    };

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, EdgePopupOptions options, double density)
    {
        var inputs = plan.InputsFor(ScoreRecipes.Search(plan, options));
        var settings = new EdgePopupSettings(density, options.Scope == "global" ? ScoreRanking.GlobalThreshold : ScoreRanking.Layerwise)
        {
            Lambda = options.Lambda,
            Period = options.Gradual ? options.Period : 0,
            Epochs = inputs.TotalIterations / inputs.IterationsPerEpoch,
        };
        var json = new JsonObject
        {
            ["name"] = "edge-popup",
            ["density"] = density,
            ["scope"] = options.Scope,
            ["lambda"] = options.Lambda,
            ["period"] = settings.Period,
        };
        return new RuleSource(json, costFactor: 1, job => new ScoreLearningRule(new EdgePopupLearner(ScoredLayer.Of(job.Start, (weight, _) => Draw(job, weight)), settings), job)) { FindsMasks = true };
    }

    // PyTorch's default for weights, kaiming-uniform with a = sqrt(5), comes to this range.
    private static TorchSharp.torch.Tensor Draw(TrainingJob job, Networks.ParameterDefinition weight)
    {
        var bound = 1 / Math.Sqrt(weight.FanIn);
        return Uniform(job, weight, -bound, bound);
    }
}
