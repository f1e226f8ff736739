using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options that every architecture has: how its tensors are drawn.</summary>
public record ArchitectureOptions
{
    /// <summary>Distribution of linear and convolution weights.</summary>
    [Option("Distribution of the initial weights of linear layers and convolutions.", Choices = ["glorot-normal", "glorot-normal-truncated", "glorot-uniform", "kaiming-normal", "kaiming-normal-fan-out", "kaiming-uniform", "kaiming-uniform-fan-out", "orthogonal", "binary", "signed-constant"])]
    public string Initializer { get; init; } = "kaiming-normal";

    /// <summary>Distribution of biases: zero, or the default of PyTorch, U(-1/sqrt(fan_in), 1/sqrt(fan_in)).</summary>
    [Option("Initial biases: all zero, or PyTorch's default, uniform within 1/sqrt(fan-in).", Choices = ["zero", "pytorch-default"])]
    public string BiasInitializer { get; init; } = "zero";

    /// <summary>Batch-norm scale and shift: (1, 0), U(0,1) and 0, (1, 1), or U(-1,1) and 0.</summary>
    [Option("Initial batch-norm scale: fixed (scale 1, shift 0), uniform (scale U(0,1), shift 0), one-one (both 1), positive-negative (scale U(-1,1), shift 0).", Choices = ["fixed", "uniform", "one-one", "positive-negative"])]
    public string NormInitializer { get; init; } = "fixed";
}
