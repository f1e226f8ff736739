using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>Which parameters weight decay acts on.</summary>
/// <param name="Name"><c>all</c> (PyTorch's and the papers' way: biases and batch norm too) or <c>weights-only</c>.</param>
internal readonly record struct DecayRule(string Name)
{
    internal const string All = "all";
    internal const string WeightsOnly = "weights-only";

    internal bool Covers(ParameterDefinition definition) => Name == All || definition.IsWeight;
}
