namespace LotteryLab.Engine.Controls;

/// <summary>
/// A control that asks whether a mask is more than the densities of its layers (card 02, F). A method passes when the control does worse than
/// the ticket.
/// </summary>
public interface ISanityCheck
{
    /// <summary>What it shows when the control does worse, for example <c>the positions inside the layers matter</c>.</summary>
    string Passed { get; }

    /// <summary>What it shows when the control does as well, for example <c>only the densities of the layers matter</c>.</summary>
    string Failed { get; }

    /// <summary>Whether the verdict over all checks asks for it; others are only reported.</summary>
    bool IsDecisive { get; }
}
