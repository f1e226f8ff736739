using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Planning;

/// <summary>One training whose result a person wants to see: a ticket's round, or a control of it.</summary>
public sealed record PlannedRound
{
    /// <summary>Name of the method's own rounds, for <see cref="ReplicatePlan.AddRound"/>.</summary>
    public const string TicketBranch = "ticket";

    /// <summary>0-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary>The line of rounds that it belongs to.</summary>
    public required Branch Branch { get; init; }

    /// <summary>Branch of the method that the round belongs to where several stand side by side; null where there is one.</summary>
    public Branch? Method { get; init; }

    /// <summary>Whether it is a method's own round and not a control of it.</summary>
    public bool IsTicket => Branch.IsTicket || Branch == Method;

    /// <summary>0-based draw, where a control is drawn several times for one ticket.</summary>
    public int Draw { get; init; }

    /// <summary>Round; 0 is dense.</summary>
    public required int Round { get; init; }

    /// <summary>State that training starts from (before the mask is applied).</summary>
    public required Step Start { get; init; }

    /// <summary>Mask, or null for the dense network.</summary>
    public required Step? Mask { get; init; }

    /// <summary>The training.</summary>
    public required TrainStep Training { get; init; }
}
