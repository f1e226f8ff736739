using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Planning;

/// <summary>One training whose result a person wants to see: a ticket's round, or a control of it.</summary>
public sealed record PlannedRound
{
    /// <summary>Branch name of the method's own rounds.</summary>
    public const string TicketBranch = "ticket";

    /// <summary>0-based replicate.</summary>
    public required int Replicate { get; init; }

    /// <summary>
    /// <see cref="TicketBranch"/>, or the name of the control; where several methods stand side by side, the method's own branch, and
    /// <c>branch/control</c> for its controls.
    /// </summary>
    public required string Branch { get; init; }

    /// <summary>Branch of the method that the round belongs to where several stand side by side; null where there is one.</summary>
    public string? Method { get; init; }

    /// <summary>Whether it is a method's own round and not a control of it.</summary>
    public bool IsTicket => Branch == TicketBranch || Branch == Method;

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
