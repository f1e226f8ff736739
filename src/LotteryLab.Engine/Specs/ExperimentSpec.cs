
namespace LotteryLab.Engine.Specs;

/// <summary>
/// The immutable description of an experiment. Equal specs (name, notes and tags aside) are equal experiments. In JSON a component
/// is an object with <c>name</c> and its options side by side; controls and evaluations may be written as a bare name.
/// </summary>
public sealed record ExperimentSpec
{
    /// <summary>Version of the JSON schema that this record is.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Largest seed: 2^53 - 1, the largest whole number that browsers read exactly.</summary>
    public const long LargestSeed = 9_007_199_254_740_991;

    /// <summary>Schema version; 1.</summary>
    [Option("Version of the spec format.", Min = CurrentVersion, Max = CurrentVersion)]
    public required int Version { get; init; }

    /// <summary>What people call it; not part of what it is.</summary>
    [Option("What people call the experiment; not part of what it is.", MinLength = 1, MaxLength = 200, Annotation = true)]
    public required string Name { get; init; }

    /// <summary>Free text, for people only.</summary>
    [Option("Free text, for people only.", MaxLength = 20_000, Annotation = true)]
    public string Notes { get; init; } = "";

    /// <summary>Words to find it by, for people only.</summary>
    [Option("Words to find the experiment by, for people only.", MaxLength = 64, Annotation = true)]
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Network family and its options.</summary>
    [Option("Network family and its options.", Component = "architecture")]
    public required ComponentSpec Architecture { get; init; }

    /// <summary>Data set, split, normalisation and augmentation.</summary>
    [Option("Data set, split, normalisation and augmentation.", Component = "dataset")]
    public required ComponentSpec Dataset { get; init; }

    /// <summary>Training recipe of the dense network and, unless the method says otherwise, of every ticket.</summary>
    [Option("Training recipe of the dense network and, unless the method says otherwise, of every ticket.")]
    public required TrainingSpec Training { get; init; }

    /// <summary>How tickets are found.</summary>
    [Option("How tickets are found.", Component = "method")]
    public required ComponentSpec Method { get; init; }

    /// <summary>Runs that the tickets are compared with.</summary>
    [Option("Runs that the tickets are compared with.", Component = "control", MaxLength = 64)]
    public IReadOnlyList<ComponentSpec> Controls { get; init; } = [];

    /// <summary>What is measured on the trained networks besides accuracy.</summary>
    [Option("What is measured on the trained networks besides accuracy.", Component = "evaluation", MaxLength = 64)]
    public IReadOnlyList<ComponentSpec> Evaluations { get; init; } = [];

    /// <summary>Number of seeds; each has its own initialisation, split-independent data order and controls.</summary>
    [Option("Number of seeds; each has its own initialisation, data order and controls.", Min = 1, Max = 1000)]
    public required int Replicates { get; init; }

    /// <summary>Root of every random choice of the experiment.</summary>
    [Option("Root of every random choice of the experiment.", Min = 0, Max = LargestSeed)]
    public required long Seed { get; init; }
}

/// <summary>How a network is trained.</summary>
public sealed record TrainingSpec
{
    /// <summary>Value of <see cref="Sparse"/>: pruned weights are zeros like any other number.</summary>
    public const string SparseOff = "off";

    /// <summary>Value of <see cref="Sparse"/>: pruned weights are left out where that is faster.</summary>
    public const string SparseAuto = "auto";

    /// <summary>Optimizer (sgd, adam, adamw) with learning rate, momentum and weight decay.</summary>
    [Option("Optimizer with its learning rate, momentum and weight decay.", Component = "optimizer")]
    public required ComponentSpec Optimizer { get; init; }

    /// <summary>Learning-rate schedule (constant, milestones, cosine), each with an optional linear warm-up; constant when JSON leaves it out.</summary>
    [Option("Learning-rate schedule with an optional linear warm-up; constant when left out.", Component = "schedule", DefaultComponent = "constant")]
    public required ComponentSpec Schedule { get; init; }

    /// <summary>Images per optimizer step; the last, smaller batch of an epoch is used too.</summary>
    [Option("Images per optimizer step; the last, smaller batch of an epoch is used too.", Min = 1, Max = 1_000_000, Unit = "images")]
    public required int BatchSize { get; init; }

    /// <summary>Total length T of training.</summary>
    [Option("Total length of training.", Min = 0, MinExclusive = true)]
    public required TrainingLength Length { get; init; }

    /// <summary>Distance of evaluation points; validation and test are measured at 0, every such distance, and the end.</summary>
    [Option("Distance of evaluation points; validation and test are measured at 0, every such distance, and the end.", Min = 0, MinExclusive = true)]
    public required TrainingLength EvaluateEvery { get; init; }

    /// <summary>Test images measured at intermediate evaluation points; 0 means all. The end and the early-stop report use what was measured there.</summary>
    [Option("Test images measured at intermediate evaluation points; 0 means all.", Min = 0, Unit = "images")]
    public int EvaluationTestImages { get; init; }

    /// <summary>Arithmetic of forward and backward: float32, bfloat16 (autocast) or, on a GPU, float16 (autocast).</summary>
    [Option("Arithmetic of forward and backward: float32, bfloat16 (autocast) or, on a GPU, float16 (autocast).", Choices = ["float32", "bfloat16", "float16"])]
    public string Precision { get; init; } = "float32";

    /// <summary>Whether pruned weights save time: <c>off</c> computes with them as zeros, <c>auto</c> leaves them out where that is faster.</summary>
    [Option("Whether pruned weights save time. off: every weight is computed, pruned ones as zeros. auto: on a CPU, fully connected layers leave pruned weights out where that is faster; the same results up to the order of summation.", Choices = [SparseOff, SparseAuto])]
    public string Sparse { get; init; } = SparseOff;

    /// <summary>Label smoothing of the cross-entropy, 0 for none.</summary>
    [Option("Label smoothing of the cross-entropy; larger values pull the targets towards uniform.", Min = 0, Max = 1, MaxExclusive = true)]
    public double LabelSmoothing { get; init; }
}
