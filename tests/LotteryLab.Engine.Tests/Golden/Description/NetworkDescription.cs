using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Description;

/// <summary>What the words about a network say: its layers, and what must be true of its tensors.</summary>
/// <param name="Layers">Layers in forward order.</param>
internal sealed record NetworkDescription(IReadOnlyList<Layer> Layers)
{
    /// <summary>Shape of one image, when the words give it.</summary>
    public ImageShape? Input { get; init; }

    /// <summary>Whether every bias is zero (true) or none is (false); null when nothing is said.</summary>
    public bool? HasZeroBiases { get; init; }

    /// <summary>Whether batch norm is as it is drawn: scale 1, shift 0, mean 0, variance 1.</summary>
    public bool HasFreshNorms { get; init; }

    /// <summary>Whether every weight is a sign times sqrt(2 / fan-in).</summary>
    public bool HasSignedConstants { get; init; }

    /// <summary>Whether the running statistics are among the tensors; otherwise they may be left out and are fresh.</summary>
    public bool GivesRunningStatistics { get; init; }

    /// <summary>Shapes that the words state besides those that follow from the layers.</summary>
    public IReadOnlyDictionary<string, long[]> StatedShapes { get; init; } = new Dictionary<string, long[]>();
}
