using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Which training images a criterion looks at, and what is done to them.</summary>
/// <param name="ImagesPerClass">Images for each class; they are drawn at random, not class by class.</param>
/// <param name="BatchSize">Images of a batch; the last one may be smaller and counts as much as a full one.</param>
/// <param name="IsTraining">Training mode: batch norm uses the statistics of the batch.</param>
/// <param name="Corruption">One of the words below.</param>
public sealed record ScoreDataSettings(int ImagesPerClass, int BatchSize, bool IsTraining, string Corruption)
{
    /// <summary>Data as they are.</summary>
    public const string Intact = "none";

    /// <summary>Uniformly random labels.</summary>
    public const string RandomLabels = "random-labels";

    /// <summary>Random labels, and the values of each image in random order.</summary>
    public const string RandomLabelsAndPixels = "random-labels-and-pixels";

    /// <summary>Half as many images.</summary>
    public const string Half = "half";

    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["imagesPerClass"] = ImagesPerClass,
        ["batchSize"] = BatchSize,
        ["training"] = IsTraining,
        ["corruption"] = Corruption,
    };
}

/// <summary>Images and labels that criteria look at.</summary>
public abstract class ScoreData
{
    /// <summary>
    /// The batches of one pass, in the caller's dispose scope: take each inside a scope of its own. Reference mode shuffles and augments every
    /// pass anew; otherwise all passes are the same.
    /// </summary>
    public abstract IEnumerable<ScoreBatch> Pass(int number);
}

/// <summary>Images [n, C, H, W] and labels [n] of one batch.</summary>
public readonly record struct ScoreBatch(Tensor Images, Tensor Labels);

/// <summary>Batches that are given.</summary>
/// <param name="batches">The batches; they belong to the caller.</param>
public sealed class GivenScoreData(IReadOnlyList<ScoreBatch> batches) : ScoreData
{
    /// <inheritdoc/>
    public override IEnumerable<ScoreBatch> Pass(int number) => batches;
}
