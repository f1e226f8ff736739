using LotteryLab.Data.Stores;

namespace LotteryLab.Data.Live;

/// <summary>The experiment has another state now.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Sequence">Place among the experiment's events.</param>
/// <param name="At">When it was noticed (UTC).</param>
/// <param name="State">The new state.</param>
/// <param name="Reason">Why, in a sentence; empty when the word says it all.</param>
public sealed record StateMessage(string ExperimentId, long Sequence, DateTimeOffset At, ExperimentState State, string Reason) : LiveMessage(ExperimentId, Sequence, At);
