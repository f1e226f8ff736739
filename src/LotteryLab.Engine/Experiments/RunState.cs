namespace LotteryLab.Engine.Experiments;

/// <summary>Where an experiment stands.</summary>
public enum RunState
{
    /// <summary>A worker is at it.</summary>
    Running,

    /// <summary>Stopped on request; resumes from its checkpoints.</summary>
    Paused,

    /// <summary>Stopped for good on request; what was finished is kept.</summary>
    Cancelled,

    /// <summary>Every step is done.</summary>
    Succeeded,

    /// <summary>Some steps cannot succeed; the others are done.</summary>
    Failed,

    /// <summary>The worker died; running the experiment again resumes it.</summary>
    Interrupted,
}
