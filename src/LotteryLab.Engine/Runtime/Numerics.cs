using System.Globalization;
using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// What decides about the last bits of a result and therefore stands in step keys: version of LibTorch, kind of device, and on the CPU the instructions
/// that MKL multiplies with and the threads that share a sum.
/// </summary>
public static partial class Numerics
{
    /// <summary>For example <c>libtorch-2.10.0/cpu-mkl-avx2</c>, <c>libtorch-2.10.0/cpu-4-threads-mkl-avx512</c> or <c>libtorch-2.10.0/cuda</c>.</summary>
    /// <param name="isGpu">Whether a GPU trains.</param>
    /// <param name="threads">LibTorch threads of a lane; they matter on the CPU alone.</param>
    public static string Name(bool isGpu, int threads = 1)
    {
        var kind = isGpu ? "cuda" : string.Create(CultureInfo.InvariantCulture, $"cpu{(threads == 1 ? "" : $"-{threads}-threads")}-mkl-{MklBranch()}");
        return $"libtorch-{LibTorch.Version}/{kind}";
    }

    /// <summary>Instructions of MKL's kernels on this processor: MKL's own word for the branch that it takes.</summary>
    public static string MklBranch()
    {
        LibTorch.Load();
        try
        {
            return GetAutoBranch() switch
            {
                2 => "auto",
                3 => "compatible",
                4 => "sse2",
                6 => "ssse3",
                7 => "sse4-1",
                8 => "sse4-2",
                9 => "avx",
                10 => "avx2",
                11 => "avx512-mic",
                12 => "avx512",
                13 => "avx512-mic-e1",
                14 => "avx512-e1",
                var other => other.ToString(CultureInfo.InvariantCulture),
            };
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            // LibTorch for macOS and for ARM multiplies with other libraries.
            return "none";
        }
    }

    [LibraryImport("torch_cpu", EntryPoint = "mkl_serv_cbwr_get_auto_branch")]
    private static partial int GetAutoBranch();
}
