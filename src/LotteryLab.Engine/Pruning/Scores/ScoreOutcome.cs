using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>One of the iterations of pruning by scores.</summary>
/// <param name="Number">1 to n.</param>
/// <param name="Density">Density that was asked for.</param>
/// <param name="Kept">Weights kept afterwards.</param>
/// <param name="Flow">R before it, for criteria that have one.</param>
/// <param name="PrunedShare">Score that went in it, over R; below 1 no single iteration can empty a layer.</param>
public sealed record ScoreIteration(int Number, double Density, long Kept, double? Flow, double? PrunedShare);

/// <summary>What pruning by scores gave.</summary>
/// <param name="Masks">Masks of all prunable tensors, in forward order.</param>
/// <param name="Asked">Weights that were asked to stay; tensors that stay dense count whole.</param>
/// <param name="Dense">Tensors that the granularity leaves dense.</param>
/// <param name="Iterations">Account of each iteration.</param>
/// <param name="Warnings">What a person should know.</param>
public sealed record ScoreOutcome(MaskSet Masks, long Asked, IReadOnlyList<string> Dense, IReadOnlyList<ScoreIteration> Iterations, IReadOnlyList<PruningWarning> Warnings);
