
namespace LotteryLab.Engine.Artifacts;

/// <summary>Names of the files that steps leave and read.</summary>
public static class ArtifactFiles
{
    /// <summary>All parameters and running statistics of a network.</summary>
    public const string State = "state.safetensors";

    /// <summary>Bit-packed masks of the prunable tensors.</summary>
    public const string Mask = "mask.bits";

    /// <summary>Counts per tensor and warnings of a pruning step.</summary>
    public const string Pruning = "pruning.json";

    /// <summary>Evaluation points and summary of a training step.</summary>
    public const string Training = "training.json";

    /// <summary>Result of an evaluation step.</summary>
    public const string Measurement = "measurement.json";
}
