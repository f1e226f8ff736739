using System.Text.Json.Serialization;

namespace LotteryLab.Data.Live;

/// <summary>Something that happened to an experiment, as the hub sends it and the database keeps it for those who reconnect.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Sequence">1, 2, 3 ... for each experiment, also across restarts; 0 for what is not kept (status).</param>
/// <param name="At">When it was noticed (UTC).</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StatusMessage), "status")]
[JsonDerivedType(typeof(StateMessage), "state")]
[JsonDerivedType(typeof(PointsMessage), "points")]
[JsonDerivedType(typeof(RoundMessage), "round")]
[JsonDerivedType(typeof(MaskReadyMessage), "maskReady")]
public abstract record LiveMessage(string ExperimentId, long Sequence, DateTimeOffset At);
