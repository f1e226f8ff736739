using LotteryLab.Engine.Experiments;

namespace LotteryLab.Data.Stores;

/// <summary>A ticket, with every round that it is: experiments that share a training share the ticket.</summary>
/// <param name="Id">Key of the training step.</param>
/// <param name="StartKey">Key of the starting weights.</param>
/// <param name="MaskKey">Key of the mask; null for the dense network.</param>
/// <param name="IsImported">Whether it came from a file.</param>
/// <param name="Layers">Kept weights of each prunable tensor; empty when there is no mask.</param>
/// <param name="Places">Where it occurs.</param>
public sealed record TicketRow(string Id, string StartKey, string? MaskKey, bool IsImported, IReadOnlyList<TensorCount> Layers, IReadOnlyList<TicketPlace> Places);

/// <summary>A round that a ticket is.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Round">The round.</param>
public sealed record TicketPlace(string ExperimentId, RoundRow Round);
