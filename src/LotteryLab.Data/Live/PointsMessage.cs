using LotteryLab.Data.Stores;

namespace LotteryLab.Data.Live;

/// <summary>New evaluation points of a training. They take the place of everything from index <paramref name="From"/> on: a training that resumed measures some points again.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Sequence">Place among the experiment's events.</param>
/// <param name="At">When it was noticed (UTC).</param>
/// <param name="Training">Key of the training step, the name of the series.</param>
/// <param name="From">Index of the first of these points in the series.</param>
/// <param name="Points">The points.</param>
public sealed record PointsMessage(string ExperimentId, long Sequence, DateTimeOffset At, string Training, int From, IReadOnlyList<SeriesPoint> Points) : LiveMessage(ExperimentId, Sequence, At);
