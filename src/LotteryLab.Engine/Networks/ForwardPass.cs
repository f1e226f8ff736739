using TorchSharp;

namespace LotteryLab.Engine.Networks;

/// <summary>How a network is run: training or evaluation, and where its randomness comes from.</summary>
public readonly record struct ForwardPass
{
    /// <summary>Batch norm with running statistics, no dropout.</summary>
    public static ForwardPass Evaluation => default;

    /// <summary>Batch norm with the statistics of the batch (running statistics are updated in place); dropout needs <see cref="Noise"/>.</summary>
    public static ForwardPass Training => new() { IsTraining = true };

    /// <summary>Training mode.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Source of dropout masks; it must live on the device of the input. Required in training mode when the network has dropout.</summary>
    public torch.Generator? Noise { get; init; }

    /// <summary>Share of the new batch in the running statistics, instead of each layer's own momentum; null keeps the layers' own.</summary>
    public double? NormMomentum { get; init; }

    /// <summary>
    /// Told the output of each layer: linear layers, convolutions and batch norms by name, ReLUs as <c>relu.0</c>, <c>relu.1</c> ... in
    /// forward order, residual sums as <c>sum.0</c> ... The tensors belong to the network and die with the call unless aliased.
    /// </summary>
    public Action<string, torch.Tensor>? Observer { get; init; }
}
