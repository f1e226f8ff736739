using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Steps;

/// <summary>What a step is given while it runs.</summary>
public sealed class StepContext
{
    /// <summary>Finished artifacts of the inputs, by role.</summary>
    public required IReadOnlyDictionary<string, Artifact> Inputs { get; init; }

    /// <summary>Where the step writes its files; published as one when the step returns.</summary>
    public required ArtifactWriter Output { get; init; }

    /// <summary>Event file of this step.</summary>
    public required JournalWriter Journal { get; init; }

    /// <summary>Folder that survives a crash of this step, for checkpoints; deleted once the artifact is published.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Device, data sets and other things that the process shares.</summary>
    public required StepEnvironment Environment { get; init; }

    /// <summary>Raised when the experiment is cancelled or paused; a step checkpoints and throws.</summary>
    public required CancellationToken Cancellation { get; init; }
}
