using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>The loss that networks are trained on: one operation with our own binding of LibTorch, LibTorch's with TorchSharp.</summary>
internal static class CrossEntropy
{
    /// <summary>Mean over a batch of scores [N, C] and classes [N].</summary>
    internal static Tensor Mean(Tensor scores, Tensor classes, double labelSmoothing) =>
#if NATIVE_TORCH
        Torch.NativeExtensions.CrossEntropy(scores, classes, labelSmoothing);
#else
        nn.functional.cross_entropy(scores, classes, label_smoothing: labelSmoothing);
#endif
}
