using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// What decides about the last bits of a result and therefore stands in step keys: version of LibTorch, kind of device, and on the CPU the instructions
/// that LibTorch computes with, the kernels that MKL multiplies with, and the threads that share a sum. The precision of a training stands in its recipe.
/// </summary>
public static partial class Numerics
{
    /// <summary>Environment variable of MKL: in which of its modes products are repeatable. What a person sets there is left alone, and shows in the name.</summary>
    public const string MklVariable = "MKL_CBWR";

    private const int MklBranchOption = 1;

    /// <summary>For example <c>libtorch-2.10.0/cpu-avx2-mkl-zen</c>, <c>libtorch-2.10.0/cpu-avx512-mkl-avx512-4-threads</c> or <c>libtorch-2.10.0/cuda</c>.</summary>
    /// <param name="isGpu">Whether a GPU trains.</param>
    /// <param name="threads">LibTorch threads of a lane; they matter on the CPU alone.</param>
    public static string Name(bool isGpu, int threads = 1)
    {
        var kind = isGpu ? "cuda" : string.Create(CultureInfo.InvariantCulture, $"cpu-{Instructions()}-{Products()}{(threads == 1 ? "" : $"-{threads}-threads")}");
        return $"libtorch-{LibTorch.Version}/{kind}";
    }

    /// <summary>Numerics of trainings that run as one network of several replicates, for example <c>libtorch-2.10.0/cuda-batched-4</c>.</summary>
    /// <param name="name">Numerics of a training alone.</param>
    /// <param name="places">Replicates of the network.</param>
    public static string Batched(string name, int places) => string.Create(CultureInfo.InvariantCulture, $"{name}-batched-{places}");

    /// <summary>
    /// Asks for sums whose bits do not depend on chance. MKL's products differ by the last bit with the place of their operands in memory, unless told
    /// otherwise before the first of them; and threads that nobody gave a number of helpers take one each, because sums depend on how many share them.
    /// </summary>
    internal static void RequireRepeatableSums()
    {
        SetUnlessSet(MklVariable, "AUTO");
        SetUnlessSet("OMP_NUM_THREADS", "1");
    }

    /// <summary>The largest vectors that LibTorch's own kernels and oneDNN's use here, and what they have for 16-bit numbers.</summary>
    internal static string Instructions()
    {
        if (AdvSimd.IsSupported)
        {
            return "neon";
        }

        var most = Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY");
        var hasAvx512 = Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported;
        return !Avx2.IsSupported || !Fma.IsSupported || most == "default" ? "sse2"
            : !hasAvx512 || most == "avx2" ? "avx2"
            : (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0 ? "amx"
            : (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0 ? "avx512-bf16"
            : "avx512";
    }

    /// <summary>Whose kernels multiply: MKL's for the processor's instructions, or where LibTorch has no MKL (macOS, ARM) those of the system.</summary>
    private static unsafe string Products()
    {
        var mode = LibTorch.Function("mkl_serv_cbwr_get");
        if (mode == 0)
        {
            return OperatingSystem.IsWindows() && X86Base.IsSupported ? "mkl" : "system";
        }

        return "mkl-" + ((delegate* unmanaged<int, int>)mode)(MklBranchOption) switch
        {
            // It had computed before it was asked.
            1 => "unrepeatable",
            2 => AutomaticBranch(),
            var chosen => BranchName(chosen),
        };
    }

    // On AMD's processors MKL has kernels of their own and names no branch.
    private static unsafe string AutomaticBranch()
    {
        var (isZen, branch) = (LibTorch.Function("mkl_serv_cpuiszen"), LibTorch.Function("mkl_serv_cbwr_get_auto_branch"));
        return isZen != 0 && ((delegate* unmanaged<int>)isZen)() == 1 ? "zen" : branch == 0 ? "auto" : BranchName(((delegate* unmanaged<int>)branch)());
    }

    private static string BranchName(int branch) => branch switch
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
        _ => branch.ToString(CultureInfo.InvariantCulture),
    };

    // What .NET sets, native code does not see.
    private static void SetUnlessSet(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null or "")
        {
            _ = OperatingSystem.IsWindows() ? SetOnWindows(name, value) : SetOnUnix(name, value, overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOnUnix(string name, string value, int overwrite);

    // The C library's, whose copy of the environment is the one that MKL reads.
    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOnWindows(string name, string value);
}
