using LotteryLab.Engine.Methods.DynamicSparse;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods;

/// <summary>A random sparse network whose connections never move: the control of dynamic sparse training.</summary>
public sealed class StaticSparseMethod : SparseTrainingMethod<SparseStartOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "static-sparse",
        "Static sparse training",
        "Trains a random sparse network with the layer densities of a rule and leaves its connections where they are. It starts from the same masks as SET and RigL, so the difference between them is what moving connections is worth.")
    {
        Papers =
        [
            new("Evci, Gale, Menick, Castro and Elsen, Rigging the Lottery: Making All Tickets Winners, ICML 2020", "https://arxiv.org/abs/1911.11134"),
            new("Liu et al., The Unreasonable Effectiveness of Random Pruning, ICLR 2022", "https://arxiv.org/abs/2202.02643"),
        ],
        KnownFailures = ["With uniform densities the small layers of a network starve at low densities; compare with erk before concluding anything."],
    };

    /// <inheritdoc/>
    protected override ITrainingRuleSource? Rule(ReplicatePlan plan, SparseStartOptions options) => null;
}
