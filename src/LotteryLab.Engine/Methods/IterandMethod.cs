using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="IterandMethod"/>.</summary>
public sealed record IterandOptions : ScoreLearningOptions
{
    /// <summary>Settings of the paper.</summary>
    public IterandOptions()
    {
        WeightDecay = 5e-4;
        Densities = [0.4];
    }

    /// <summary>Iterations between two re-randomisations.</summary>
    [Option("Iterations between two re-randomisations of masked-out weights.", Min = 1, Max = 10_000_000, Unit = "iterations")]
    public int Interval { get; init; } = 300;

    /// <summary>Share that is drawn afresh.</summary>
    [Option("Chance of each masked-out weight to be drawn afresh.", Min = 0, Max = 1)]
    public double Share { get; init; } = 0.1;
}

/// <summary>IteRand: edge-popup that draws masked-out weights afresh now and then (card 04).</summary>
public sealed class IterandMethod : ScoreLearningMethod<IterandOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "iterand",
        "IteRand",
        "Edge-popup that every so often draws a share of the masked-out weights afresh, so that a network need not be as wide to contain a good subnetwork. Weights inside the mask are never touched.")
    {
        Papers = [new("Chijiwa et al., Pruning Randomly Initialized Neural Networks with Iterative Randomization, NeurIPS 2021", "https://arxiv.org/abs/2106.09269")],
        KnownFailures = ["Weights change during the search, so outside of the mask those of the start are no longer the ticket's: controls that move the mask say little here."],
    };

    /// <inheritdoc/>
    protected override bool ChangesWeights => true;

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, IterandOptions options, double density)
    {
        var initializer = options.Initializer == ScoreLearningOptions.OfArchitecture
            ? plan.NetworkReference.Architecture.OptionsAs<Architectures.ArchitectureOptions>().Initializer
            : options.Initializer;
        var json = new JsonObject
        {
            ["name"] = "iterand",
            ["density"] = density,
            ["interval"] = options.Interval,
            ["share"] = options.Share,
            ["initializer"] = initializer,
        };
        return new RuleSource(json, costFactor: 1, job => new ScoreLearningRule(Learner(job, options, density, initializer), job)) { FindsMasks = true };
    }

    private static IterandLearner Learner(TrainingJob job, IterandOptions options, double density, string initializer) => new(
        ScoredLayer.Of(job.Start, (weight, _) =>
        {
            var bound = 1 / Math.Sqrt(weight.FanIn);
            return Uniform(job, weight, -bound, bound);
        }),
        density,
        options.Interval,
        (weight, iteration) => Draw(weight, initializer, options.Share, SeedTree.Derive(job.NoiseSeed, $"iterand/{iteration}/{weight.Name}")));

    private static (Tensor Chosen, Tensor Fresh) Draw(ParameterDefinition weight, string initializer, double share, long seed)
    {
        using var generator = new Generator((ulong)seed);
        var chosen = torch.rand([.. weight.Shape], generator: generator).lt(share);
        return (chosen, Initializer.DrawWeight(weight, initializer, generator));
    }
}

/// <summary>Edge-popup on signed scores, with weights that are replaced where the mask drops them.</summary>
/// <param name="layers">Layers.</param>
/// <param name="density">Share that is kept.</param>
/// <param name="interval">Iterations between re-randomisations.</param>
/// <param name="draw">Which weights of a layer are drawn afresh at an iteration if they are masked out, and their new values.</param>
internal sealed class IterandLearner(IReadOnlyList<ScoredLayer> layers, double density, long interval, Func<ParameterDefinition, long, (Tensor Chosen, Tensor Fresh)> draw) : ScoreLearner(layers)
{
    private const string WeightPrefix = "weights/";

    /// <inheritdoc/>
    public override Tensor Gradient(ScoredLayer layer, Tensor effectiveGradient) => effectiveGradient.mul(layer.Weight);

    /// <inheritdoc/>
    public override void BeforeForward(long iteration)
    {
        if ((iteration + 1) % interval != 0)
        {
            return;
        }

        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var layer in Layers)
        {
            var (chosen, fresh) = draw(layer.Definition, iteration);
            var replaced = chosen.to(layer.Weight.device).logical_and(layer.Mask.eq(0));
            layer.Weight.copy_(torch.where(replaced, fresh.to(layer.Weight.device), layer.Weight));
        }
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> ExportState()
    {
        var state = base.ExportState();
        foreach (var layer in Layers)
        {
            state[WeightPrefix + layer.Name] = layer.Weight;
        }

        return state;
    }

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        base.ImportState(state);
        foreach (var layer in Layers)
        {
            layer.Weight.copy_(state[WeightPrefix + layer.Name]);
        }
    }

    /// <inheritdoc/>
    protected override void UpdateMasks()
    {
        foreach (var layer in Layers)
        {
            // Round half to even, as NumPy does; ties with the threshold are kept.
            var rank = 1 + (long)Math.Round((1 - density) * (layer.Definition.Count - 1), MidpointRounding.ToEven);
            layer.Mask.copy_(TopScores.AtLeast(layer.Score.flatten(), rank).reshape(layer.Mask.shape));
        }
    }
}
