using LotteryLab.Data.Stores;

namespace LotteryLab.Data.Live;

/// <summary>Progress, speed and time left; only the newest counts, so it has no sequence number.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="At">When it was noticed (UTC).</param>
/// <param name="Status">The snapshot.</param>
public sealed record StatusMessage(string ExperimentId, DateTimeOffset At, ProgressSnapshot Status) : LiveMessage(ExperimentId, 0, At);
