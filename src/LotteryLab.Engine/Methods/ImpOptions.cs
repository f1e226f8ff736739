using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of iterative magnitude pruning (card 01).</summary>
public sealed record ImpOptions
{
    /// <summary>How weights are ranked and how many go.</summary>
    [Option("Pruning rule: layerwise (each tensor on its own, LTH 2019), sparse_global (one threshold, open_lth), to_global_density (percentile to a target density, Renda et al.), exact_k (exactly the asked number, ours).", Choices = ["layerwise", "sparse_global", "to_global_density", "exact_k"])]
    public string Rule { get; init; } = "layerwise";

    /// <summary>Scope of <c>exact_k</c>.</summary>
    [Option("Scope of exact_k: global (all tensors compete) or layerwise.", Choices = ["global", "layerwise"])]
    public string Scope { get; init; } = "global";

    /// <summary>Share of the remaining weights that goes in each round.</summary>
    [Option("Share of the remaining weights pruned in each round.", Min = 0, Max = 1, MinExclusive = true, MaxExclusive = true)]
    public double Rate { get; init; } = 0.2;

    /// <summary>Rate of convolutions, when it differs from <see cref="Rate"/> (layer-wise scopes).</summary>
    [Option("Rate of convolutions in layer-wise rules, when it differs from the rate.", Min = 0, Max = 1, MaxExclusive = true)]
    public double? ConvolutionRate { get; init; }

    /// <summary>Factor on the rate of the output layer (layer-wise scopes).</summary>
    [Option("Factor on the rate of the output layer in layer-wise rules: 0.5 in LTH 2019, 0 leaves it dense.", Min = 0, Max = 1)]
    public double OutputRateFactor { get; init; } = 1;

    /// <summary>Rates of single tensors (layer-wise scopes); wins over all other rates.</summary>
    [Option("Rate of single tensors by name in layer-wise rules; wins over the other rates.", Min = 0, Max = 1, MaxExclusive = true)]
    public IReadOnlyDictionary<string, double> LayerRates { get; init; } = new Dictionary<string, double>();

    /// <summary>Number of prune-rewind-retrain rounds after the dense one.</summary>
    [Option("Prune-rewind-retrain rounds after the dense training.", Min = 0, Max = 100, Unit = "rounds")]
    public int Rounds { get; init; } = 12;

    /// <summary>Overall densities of the rounds, instead of rate and rounds.</summary>
    [Option("Densities of the rounds (0.5, 0.2 ...), falling, instead of rate and rounds; for to_global_density and exact_k.", Min = 0, Max = 1, MinExclusive = true)]
    public IReadOnlyList<double> TargetDensities { get; init; } = [];

    /// <summary>Prune the dense network once for each round's density, instead of round after round.</summary>
    [Option("One shot: every round prunes the trained dense network directly to its density.")]
    public bool OneShot { get; init; }

    /// <summary>Rewinding point k.</summary>
    [Option("Rewinding point: tickets restart from the weights at this position of the dense training; 0it is the initialisation.")]
    public TrainingLength RewindTo { get; init; }

    /// <summary>What happens after pruning.</summary>
    [Option("After pruning: rewind (weights and schedule to the rewinding point), learning-rate-rewinding (keep weights, replay the schedule), fine-tuning (keep weights, last learning rate), low-rate-rewinding (rewound weights, last learning rate), continued (keep weights between rounds, reset only in the reported ticket).", Choices = ["rewind", "learning-rate-rewinding", "fine-tuning", "low-rate-rewinding", "continued"])]
    public string Retrain { get; init; } = "rewind";

    /// <summary>Length of retraining t for the retraining variants; 0 means from the rewinding point to the end.</summary>
    [Option("Length t of retraining (Renda et al.): it covers the last t of the schedule; 0it retrains from the rewinding point to the end.")]
    public TrainingLength RetrainLength { get; init; }

    /// <summary>Whether the output layer is pruned at all.</summary>
    [Option("Prune the output layer too.")]
    public bool PruneOutput { get; init; } = true;

    /// <summary>Whether 1x1 shortcut convolutions are pruned.</summary>
    [Option("Prune the convolutions of residual shortcuts too.")]
    public bool PruneShortcuts { get; init; } = true;

    /// <summary>Tensors that are never pruned.</summary>
    [Option("Names of tensors that are never pruned; sparse_global still counts them in its quota, as open_lth does.")]
    public IReadOnlyList<string> IgnoreLayers { get; init; } = [];
}
