using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Controls;

/// <summary>Keeps the weights that the criterion likes least, in a single shot (card 02, F3).</summary>
public sealed class InvertedScores : ScoreControl<NoOptions>, ISanityCheck
{
    /// <inheritdoc/>
    public override ControlDescriptor Descriptor { get; } = new(
        "inverted-scores",
        "Inverted scores",
        "Turns the scores of the method around and keeps the weights that it likes least, in a single shot. If that trains as well, the scores say nothing.")
    {
        Question = ControlQuestion.Structure,
        Papers = [new("Frankle, Dziugaite, Roy and Carbin, Pruning Neural Networks at Initialization: Why Are We Missing the Mark?, ICLR 2021", "https://arxiv.org/abs/2009.08576")],
        KnownFailures = ["Inverted scores often empty whole layers, and then the check is passed without saying much about single weights."],
    };

    /// <inheritdoc/>
    public string Passed => "the order of the scores matters";

    /// <inheritdoc/>
    public string Failed => "the weights that the scores like least do as well";

    /// <inheritdoc/>
    public bool IsDecisive => true;

    /// <inheritdoc/>
    protected override bool Applies(ComponentCatalog catalog, ComponentSpec criterion) => criterion.Name != "random";

    /// <inheritdoc/>
    protected override string Inapplicable(string criterion) => "Random scores turned around are random scores.";

    /// <inheritdoc/>
    protected override ScoreRequest Change(ScoreRequest request, NoOptions options) => request with { IsInverted = true, Iterations = 1 };
}
