using System.Text.Json.Nodes;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Export;

/// <summary>A mask with the weights it is rewound to, the weights that training led to, and how it came about.</summary>
public sealed record Ticket
{
    /// <summary>Masks of the prunable tensors; null for the dense network.</summary>
    public required MaskSet? Mask { get; init; }

    /// <summary>All tensors of the network before training. The mask is not applied to them: multiply to get what was trained.</summary>
    public required IReadOnlyList<SafetensorsEntry> Start { get; init; }

    /// <summary>All tensors after training, masked ones exactly zero; empty when the ticket was never trained.</summary>
    public required IReadOnlyList<SafetensorsEntry> End { get; init; }

    /// <summary>The steps that made it.</summary>
    public required ProvenanceChain Provenance { get; init; }

    /// <summary>What a person should know about it: experiment, address, accuracies, counts.</summary>
    public required JsonObject Facts { get; init; }
}
