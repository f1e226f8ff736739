namespace LotteryLab.Data.Stores;

/// <summary>Where an experiment stands, as people read it.</summary>
public enum ExperimentState
{
    /// <summary>Described, never launched.</summary>
    Draft,

    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>A worker is starting.</summary>
    Preparing,

    /// <summary>A worker trains.</summary>
    Running,

    /// <summary>A person asked for a pause; the worker writes checkpoints.</summary>
    Pausing,

    /// <summary>Stopped; resumes from its checkpoints.</summary>
    Paused,

    /// <summary>A person cancelled; the worker writes down what is finished.</summary>
    Finishing,

    /// <summary>Every step is done.</summary>
    Succeeded,

    /// <summary>Some steps cannot succeed; the others are done.</summary>
    Failed,

    /// <summary>Stopped for good; what was finished is kept.</summary>
    Cancelled,

    /// <summary>The worker or the machine died; it resumes by itself or by one click.</summary>
    Interrupted,

    /// <summary>Came from another laboratory; has results but nothing to run.</summary>
    Imported,
}
