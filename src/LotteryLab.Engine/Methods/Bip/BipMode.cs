using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Which of the published procedures is followed (card 05).</summary>
internal enum BipMode
{
    /// <summary>The algorithm of the paper.</summary>
    Paper,

    /// <summary>The released code: scores and weights are one tensor, both optimizers hold everything.</summary>
    Reference,

    /// <summary>The released code with scores in a tensor of their own.</summary>
    ReferenceUnaliased,

    /// <summary>Score step first with the plain gradient, then the weight step; scores in a tensor of their own.</summary>
    Accelerate,
}

/// <summary>What is kept or removed as one.</summary>
internal enum BipStructure
{
    /// <summary>Single weights, ranked over all layers together.</summary>
    Unstructured,

    /// <summary>Output filters of each convolution.</summary>
    Filter,

    /// <summary>Input channels of each convolution.</summary>
    Channel,
}

/// <summary>Settings of a bi-level run.</summary>
/// <param name="Mode">Procedure.</param>
/// <param name="Keep">Share k of weights, filters or channels that is kept.</param>
internal sealed record BipSettings(BipMode Mode, double Keep)
{
    /// <summary>Ridge gamma of the lower problem in <see cref="BipMode.Paper"/>; infinity leaves the implicit term out.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Factor of the squared score gradient in the reference modes (their lr2).</summary>
    public double SquareFactor { get; init; } = 1e-4;

    /// <summary>Momentum of both steps.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay of the weight step; in the reference modes of both steps.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Weight decay of the score step in <see cref="BipMode.Paper"/>.</summary>
    public double ScoreWeightDecay { get; init; }

    /// <summary>What is kept or removed as one.</summary>
    public BipStructure Structure { get; init; }

    /// <summary>Rank units by the sum of magnitudes instead of the root of the sum of squares.</summary>
    public bool RanksByAbsoluteSum { get; init; }

    /// <summary>Whether this follows the released code.</summary>
    public bool IsReference => Mode != BipMode.Paper;

    /// <summary>
    /// Whether the scores of a weight are the weight itself, as in the released code. With filters or channels its linear layers are plain
    /// ones without scores, so there only convolutions share.
    /// </summary>
    public bool SharesStorage(ParameterDefinition weight) =>
        Mode == BipMode.Reference && (Structure == BipStructure.Unstructured || weight.Role == ParameterRole.ConvolutionWeight);
}
