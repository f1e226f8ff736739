using LotteryLab.Data.Stores;

namespace LotteryLab.Data.Live;

/// <summary>A round is finished.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Sequence">Place among the experiment's events.</param>
/// <param name="At">When it was noticed (UTC).</param>
/// <param name="Round">Its result.</param>
public sealed record RoundMessage(string ExperimentId, long Sequence, DateTimeOffset At, RoundRow Round) : LiveMessage(ExperimentId, Sequence, At);
