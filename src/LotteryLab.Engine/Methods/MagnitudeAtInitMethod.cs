using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="MagnitudeAtInitMethod"/>.</summary>
public sealed record MagnitudeAtInitOptions : ScoringOptions
{
    /// <inheritdoc/>
    public override ComponentSpec Scorer => new("magnitude", new NoOptions());
}

/// <summary>Prunes the smallest initial weights.</summary>
public sealed class MagnitudeAtInitMethod : ScoringMethod<MagnitudeAtInitOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "magnitude-at-init",
        "Magnitude at initialisation",
        "Prunes the smallest weights of the fresh network and trains what is left. Good at moderate densities, and the first to lose whole layers at low ones.")
    {
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
        KnownFailures = ["Wide layers are drawn narrowly and go first: VGG-16 is at chance beyond a compression of about 300."],
    };
}
