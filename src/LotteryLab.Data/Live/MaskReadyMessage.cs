using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Data.Live;

/// <summary>The mask of a round can be fetched, before its training has begun.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Sequence">Place among the experiment's events.</param>
/// <param name="At">When it was noticed (UTC).</param>
/// <param name="Ticket">Id of the ticket, for <c>/api/tickets/{id}/masks/{layer}</c>.</param>
/// <param name="Replicate">0-based replicate.</param>
/// <param name="Branch"><c>ticket</c>, or the name of the control.</param>
/// <param name="Draw">0-based draw.</param>
/// <param name="Round">Round.</param>
/// <param name="MaskKey">Key of the mask: equal keys are equal masks.</param>
/// <param name="Layers">Kept weights of each prunable tensor.</param>
public sealed record MaskReadyMessage(string ExperimentId, long Sequence, DateTimeOffset At, string Ticket, int Replicate, Branch Branch, int Draw, int Round, string MaskKey, IReadOnlyList<TensorCount> Layers)
    : LiveMessage(ExperimentId, Sequence, At);
