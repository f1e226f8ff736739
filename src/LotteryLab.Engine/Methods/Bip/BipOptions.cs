using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Options of <see cref="BipMethod"/> (card 05).</summary>
public sealed record BipOptions
{
    /// <summary>Target densities.</summary>
    [Option("Densities k of the tickets (0.5, 0.05 ...), each reached straight from the dense network.", Min = 0, Max = 1, MinExclusive = true, MinLength = 1, MaxLength = 100)]
    public IReadOnlyList<double> Densities { get; init; } = [0.8, 0.512, 0.2097, 0.1074, 0.055];

    /// <summary>Procedure.</summary>
    [Option("Procedure: paper, ig-free (the paper's without the implicit term), reference (the released code, whose scores are the weights), reference-unaliased (with scores of their own), accelerate (score step first, plain gradient).", Choices = ["paper", "ig-free", "reference", "reference-unaliased", "accelerate"])]
    public string Mode { get; init; } = "paper";

    /// <summary>Length of pruning.</summary>
    [Option("Length of the bi-level training; 0it takes the length of the training recipe.")]
    public TrainingLength Length { get; init; }

    /// <summary>Peak rate of the weights.</summary>
    [Option("Peak learning rate alpha of the weights; it falls along a cosine, once an epoch.", Min = 0, Max = 100, MinExclusive = true)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Peak rate of the scores.</summary>
    [Option("Peak learning rate beta of the scores; 0 keeps the first mask. The modes that mirror the released code take that of the weights, as it does.", Min = 0, Max = 1000)]
    public double ScoreLearningRate { get; init; } = 0.1;

    /// <summary>Schedule of the scores.</summary>
    [Option("Learning rate of the scores: cosine (once an epoch) or step (a tenth from half, a hundredth from three quarters). The modes that mirror the released code use step.", Choices = ["cosine", "step"])]
    public string ScoreSchedule { get; init; } = "cosine";

    /// <summary>Warm-up of the released code.</summary>
    [Option("Warm-up of the modes that mirror the released code: part of the length, before their schedules begin; 0it for none.")]
    public TrainingLength Warmup { get; init; }

    /// <summary>Rate of the weights during the warm-up.</summary>
    [Option("Learning rate of the weights throughout the warm-up; the scores keep theirs.", Min = 0, Max = 100)]
    public double WarmupRate { get; init; } = 0.1;

    /// <summary>Ridge of the lower problem.</summary>
    [Option("Ridge gamma of the lower problem: the implicit term is divided by it.", Min = 0, Max = 1e9, MinExclusive = true)]
    public double Gamma { get; init; } = 1;

    /// <summary>Factor of the squared score gradient.</summary>
    [Option("Factor lr2 of the squared score gradient in the modes that mirror the released code.", Min = 0, Max = 100)]
    public double SquareFactor { get; init; } = 1e-4;

    /// <summary>Momentum.</summary>
    [Option("Momentum of both steps.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay.</summary>
    [Option("Weight decay of the weight step; in the modes that mirror the released code of both steps.", Min = 0, Max = 1)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Weight decay of the scores.</summary>
    [Option("Weight decay of the scores in the paper's procedure.", Min = 0, Max = 1)]
    public double ScoreWeightDecay { get; init; }

    /// <summary>What is kept or removed as one.</summary>
    [Option("What is kept or removed as one: weights (ranked over all layers), or filters or input channels of each convolution (the same density everywhere; linear layers stay dense).", Choices = ["unstructured", "filter", "channel"])]
    public string Structure { get; init; } = "unstructured";

    /// <summary>Norm that ranks filters and channels.</summary>
    [Option("Norm of the scores that ranks filters and channels.", Choices = ["l2", "l1"])]
    public string Norm { get; init; } = "l2";

    /// <summary>Length of fine-tuning.</summary>
    [Option("Fine-tuning under the final mask (rate 0.1, cosine, weight decay 5e-4); 0it for none. The paper does it below 1 % of the weights only.")]
    public TrainingLength FineTuneLength { get; init; }

    internal bool IsReference => Mode is not ("paper" or "ig-free");

    internal BipSettings Settings(double density) => new(
        Mode switch
        {
            "reference" => BipMode.Reference,
            "reference-unaliased" => BipMode.ReferenceUnaliased,
            "accelerate" => BipMode.Accelerate,
            _ => BipMode.Paper,
        },
        density)
    {
        Gamma = Mode == "ig-free" ? double.PositiveInfinity : Gamma,
        SquareFactor = SquareFactor,
        Momentum = Momentum,
        WeightDecay = WeightDecay,
        ScoreWeightDecay = ScoreWeightDecay,
        Structure = Structure switch
        {
            "filter" => BipStructure.Filter,
            "channel" => BipStructure.Channel,
            _ => BipStructure.Unstructured,
        },
        RanksByAbsoluteSum = Norm == "l1",
    };

    // The released code overwrites its mask rate with the rate of the weights at the first epoch.
    internal (ComponentSpec Schedule, double Rate) ScoreRates() =>
        IsReference ? (Steps(Warmup), LearningRate) : (ScoreSchedule == "step" ? Steps(TrainingLength.Zero) : ScoreRecipes.Cosine, ScoreLearningRate);

    internal ComponentSpec WeightSchedule() => IsReference
        ? new ComponentSpec("cosine-one-epoch-late", new OffsetCosineOptions { Warmup = Warmup, WarmupRate = WarmupRate })
        : ScoreRecipes.Cosine;

    private static ComponentSpec Steps(TrainingLength warmup) => new("two-drops", new TwoDropsOptions { Warmup = warmup });
}
