using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Where the engine asks for sparse layers: only our own binding of LibTorch has them; a TorchSharp build trains every layer densely.</summary>
internal static class SparseKernels
{
#if NATIVE_TORCH
    internal static bool AreAvailable => true;

    internal static KeptWeights Create(LinearLayer layer, BitMask mask) => new SparseWeights(layer, mask);
#else
    internal static bool AreAvailable => false;

    internal static KeptWeights Create(LinearLayer layer, BitMask mask) =>
        throw new NotSupportedException($"The layer '{layer.Name}' with {mask.Kept} kept weights cannot be trained sparsely: this build has no kernels for it.");
#endif
}
