using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>The loss that networks are trained on.</summary>
internal static class CrossEntropy
{
    /// <summary>Mean over a batch of scores [N, C] and classes [N].</summary>
    internal static Tensor Mean(Tensor scores, Tensor classes, double labelSmoothing) =>
        nn.functional.cross_entropy(scores, classes, label_smoothing: labelSmoothing);
}
