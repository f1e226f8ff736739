using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="GraspMethod"/>.</summary>
public sealed record GraspMethodOptions : ScoringOptions
{
    /// <inheritdoc/>
    public override ComponentSpec Scorer => new(Absolute ? "grasp_abs" : "grasp", new GraspOptions { Temperature = Temperature });

    /// <summary>Whether the sign is dropped.</summary>
    [Option("Keep the largest absolute scores instead of the largest signed ones; usually better than GraSP as published.")]
    public bool Absolute { get; init; }

    /// <summary>T.</summary>
    [Option("Logits are divided by this before the softmax; larger values flatten the loss.", Min = 0, MinExclusive = true, Max = 1e6)]
    public double Temperature { get; init; } = 200;
}

/// <summary>Prunes at initialisation by gradient signal preservation.</summary>
public sealed class GraspMethod : ScoringMethod<GraspMethodOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "grasp",
        "GraSP",
        "Prunes the fresh network once, keeping the weights that preserve the norm of the gradient (a product of Hessian and gradient over a few images), and trains what is left.")
    {
        Papers = [new("Wang, Zhang and Grosse, Picking Winning Tickets Before Training by Preserving Gradient Flow, ICLR 2020", "https://arxiv.org/abs/2002.07376")],
        KnownFailures =
        [
            "The GraSP curves in the SynFlow repository were made with the wrong sign.",
            "Even inverted scores train almost as well: the choice of weights carries little.",
        ],
    };
}
