using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Controls;

/// <summary>Options of <see cref="CorruptedData"/>.</summary>
public sealed record CorruptedDataOptions
{
    /// <summary>What is done to the data.</summary>
    [Option("Damage to the images that the score sees: random-labels, random-labels-and-pixels (each image's values in random order too), half (half as many images). Training uses clean data.", Choices = [ScoreDataSettings.RandomLabels, ScoreDataSettings.RandomLabelsAndPixels, ScoreDataSettings.Half])]
    public string Damage { get; init; } = ScoreDataSettings.RandomLabelsAndPixels;
}

/// <summary>Takes the score on damaged data and trains on clean data (card 02, F5).</summary>
public sealed class CorruptedData : ScoreControl<CorruptedDataOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "corrupted-data",
        "Corrupted scoring data",
        "Takes the score on images with random labels, with scrambled pixels as well, or on half of them, and trains on clean data. If the mask is as good, the method does not learn from the data.")
    {
        Question = ControlQuestion.Structure,
        Papers = [new("Su et al., Sanity-Checking Pruning Methods: Random Tickets Can Win the Jackpot, NeurIPS 2020", "https://arxiv.org/abs/2009.11094")],
    };

    /// <inheritdoc/>
    public string Passed => "the data that the score sees matter";

    /// <inheritdoc/>
    public string Failed => "the score learns nothing from the data";

    /// <inheritdoc/>
    public bool IsDecisive => true;

    /// <inheritdoc/>
    protected override bool Applies(ComponentCatalog catalog, ComponentSpec criterion) => catalog.Find<ICriterion>(criterion.Name).NeedsData;

    /// <inheritdoc/>
    protected override string Inapplicable(string criterion) => $"The criterion {criterion} looks at no data, so damaged data change nothing.";

    /// <inheritdoc/>
    protected override ScoreRequest Change(ScoreRequest request, CorruptedDataOptions options) =>
        request with { Data = request.Data with { Corruption = options.Damage } };
}
