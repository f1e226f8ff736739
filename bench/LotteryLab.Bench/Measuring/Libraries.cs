using TorchSharp;
#if NATIVE_TORCH
using LotteryLab.Torch;
#endif

namespace LotteryLab.Bench.Measuring;

/// <summary>Versions of what LotteryLab computes with.</summary>
internal static class Libraries
{
    public static string Describe()
    {
        var text = $".NET {Environment.Version}, LibTorch {torch.__version__}";
#if NATIVE_TORCH
        return $"{text}, BLAS {Path.GetFileName(NativeRuntime.BlasInfo) ?? "unknown"}{(NativeRuntime.BlasKernels is { } kernels ? $" with {kernels} kernels" : "")}";
#else
        return $"{text} through TorchSharp";
#endif
    }
}
