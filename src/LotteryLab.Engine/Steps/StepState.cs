namespace LotteryLab.Engine.Steps;

/// <summary>Where a step of a running plan stands.</summary>
public enum StepState
{
    /// <summary>Waits for other steps or for a lane.</summary>
    Waiting,

    /// <summary>Being worked on.</summary>
    Running,

    /// <summary>Done in this run.</summary>
    Done,

    /// <summary>Was done before, by this or another experiment.</summary>
    Reused,

    /// <summary>Cannot succeed; the reason is in its journal.</summary>
    Failed,

    /// <summary>Builds on a step that failed.</summary>
    Blocked,
}

/// <summary>Hears what happens to the steps of a plan. Called from several threads, one call at a time.</summary>
public interface IPlanObserver
{
    /// <summary>A step changed its state.</summary>
    /// <param name="step">The step.</param>
    /// <param name="state">Its new state.</param>
    /// <param name="reason">Why it failed or is blocked; null otherwise.</param>
    void OnState(Step step, StepState state, LotteryLabException? reason);

    /// <summary>A training step has taken this many iterations.</summary>
    void OnIteration(Step step, long iteration);
}

/// <summary>How a plan ended.</summary>
/// <param name="Done">Steps done in this run.</param>
/// <param name="Reused">Steps whose results existed.</param>
/// <param name="Failures">Steps that failed, with their reasons.</param>
/// <param name="Blocked">Steps that could not run because of a failure.</param>
public sealed record PlanOutcome(int Done, int Reused, IReadOnlyList<StepFailure> Failures, int Blocked)
{
    /// <summary>Whether every step has its artifact.</summary>
    public bool IsComplete => Failures.Count == 0 && Blocked == 0;
}

/// <summary>A step that failed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Reason">What happened and what to do.</param>
public sealed record StepFailure(Step Step, LotteryLabException Reason);
