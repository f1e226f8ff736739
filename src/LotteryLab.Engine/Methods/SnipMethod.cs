using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="SnipMethod"/>.</summary>
public sealed record SnipOptions : ScoringOptions
{
    /// <inheritdoc/>
    public override ComponentSpec Scorer => new("snip", new NoOptions());
}

/// <summary>Prunes at initialisation by connection sensitivity.</summary>
public sealed class SnipMethod : ScoringMethod<SnipOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "snip",
        "SNIP",
        "Prunes the fresh network once, by how much each weight matters for the loss of a few training images, and trains what is left. Costs one backward pass; the mask mostly says how dense each layer should be.")
    {
        Papers = [new("Lee, Ajanthan and Torr, SNIP: Single-shot Network Pruning based on Connection Sensitivity, ICLR 2019", "https://arxiv.org/abs/1810.02340")],
        KnownFailures =
        [
            "Whole layers empty at high compressions in a single shot (VGG-16 beyond about 3000).",
            "Shuffling the mask inside the layers or drawing new weights does not hurt it.",
        ],
    };
}
