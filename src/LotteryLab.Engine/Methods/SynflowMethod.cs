using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="SynflowMethod"/>.</summary>
public sealed record SynflowOptions : ScoringOptions
{
    /// <summary>The iterations are the point of the method.</summary>
    public SynflowOptions()
    {
        Iterations = 100;
    }

    /// <inheritdoc/>
    public override ComponentSpec Scorer => new("synflow", new NoOptions());
}

/// <summary>Prunes at initialisation by synaptic flow, without data.</summary>
public sealed class SynflowMethod : ScoringMethod<SynflowOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "synflow",
        "SynFlow",
        "Prunes the fresh network in a hundred small steps by the flow from an all-ones input to the outputs, without looking at data, and trains what is left. It keeps every layer alive down to one weight and trains where the other methods are at chance.")
    {
        Papers = [new("Tanaka, Kunin, Yamins and Ganguli, Pruning Neural Networks Without Any Data by Iteratively Conserving Synaptic Flow, NeurIPS 2020", "https://arxiv.org/abs/2006.05467")],
        KnownFailures =
        [
            "At moderate densities (above 0.03) magnitude or even random masks are as good.",
            "Shuffling the mask inside the layers does not hurt before very low densities.",
        ],
    };
}
