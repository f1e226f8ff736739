using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Training;

/// <summary>One training run, fully determined: the same job gives the same bits on the same machine.</summary>
public sealed record TrainingJob
{
    /// <summary>The network.</summary>
    public required NetworkDefinition Network { get; init; }

    /// <summary>State at <see cref="From"/>; not changed. Masked weights are zeroed by the loop.</summary>
    public required NetworkState Start { get; init; }

    /// <summary>Weights that take part, or null for the dense network.</summary>
    public required MaskSet? Mask { get; init; }

    /// <summary>Images on the device that trains.</summary>
    public required TensorDataset Data { get; init; }

    /// <summary>Optimizer, batch size, precision, evaluation cadence.</summary>
    public required TrainingSpec Recipe { get; init; }

    /// <summary>First iteration on the original schedule (k for a rewound ticket).</summary>
    public required long From { get; init; }

    /// <summary>Iteration after the last one.</summary>
    public required long To { get; init; }

    /// <summary>Learning rate at each iteration of the original schedule.</summary>
    public required ILearningRateSchedule Schedule { get; init; }

    /// <summary>Seed of data order (one permutation an epoch), augmentation and dropout: the "SGD noise" of a run.</summary>
    public required long NoiseSeed { get; init; }

    /// <summary>Where the recipe's optimizer is looked up.</summary>
    public ComponentCatalog Catalog { get; init; } = ComponentCatalog.Default;

    /// <summary>How tensors lie in memory.</summary>
    public ITensorRuntime Runtime { get; init; } = PlainRuntime.Instance;
}
