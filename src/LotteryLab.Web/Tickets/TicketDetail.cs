using System.Text.Json.Nodes;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Tickets;

/// <summary>A ticket as its page shows it.</summary>
/// <param name="Id">Key of its training.</param>
/// <param name="StartKey">Key of the weights it starts from.</param>
/// <param name="MaskKey">Key of its mask; null for the dense network.</param>
/// <param name="IsTrained">Whether its training is done.</param>
/// <param name="IsImported">Whether it came from a file.</param>
/// <param name="Layers">Every tensor of the network, prunable or not.</param>
/// <param name="Places">Rounds of experiments that it is.</param>
/// <param name="Lineage">Steps that made it, the first one first; empty before it is trained.</param>
internal sealed record TicketDetail(string Id, string StartKey, string? MaskKey, bool IsTrained, bool IsImported, IReadOnlyList<TicketLayer> Layers, IReadOnlyList<TicketPlace> Places, IReadOnlyList<LineageStep> Lineage);

/// <summary>A tensor of a ticket.</summary>
/// <param name="Name">Parameter name.</param>
/// <param name="Shape">Sizes of each dimension.</param>
/// <param name="Count">Weights.</param>
/// <param name="Kept">Kept weights; all of them when it is not prunable.</param>
/// <param name="IsPrunable">Whether it carries a mask.</param>
internal sealed record TicketLayer(string Name, IReadOnlyList<long> Shape, long Count, long Kept, bool IsPrunable);

/// <summary>A step of a lineage.</summary>
/// <param name="Key">Step key.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Inputs">Keys of the steps it builds on, by role.</param>
/// <param name="Parameters">Everything else that it depends on.</param>
internal sealed record LineageStep(string Key, string Kind, IReadOnlyDictionary<string, string> Inputs, JsonObject? Parameters);
