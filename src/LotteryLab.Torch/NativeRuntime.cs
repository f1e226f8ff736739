using System.Runtime.InteropServices;
using System.Text;
using LotteryLab.Torch.Native;

namespace LotteryLab.Torch;

/// <summary>What is known about the LibTorch in use. TorchSharp has nothing like it, so it stands apart from its names.</summary>
public static unsafe class NativeRuntime
{
    /// <summary>Native tensors that handles given to C# keep alive, on all threads.</summary>
    public static long LiveTensorCount => NativeMethods.ll_live_tensors();

    /// <summary>Version of LibTorch, such as <c>1.13.0</c>.</summary>
    public static string Version => Text(0);

    /// <summary>How LibTorch was built: compiler, BLAS, oneDNN, CPU capability.</summary>
    public static string BuildConfiguration => Text(1);

    /// <summary>Threads and thread pools as LibTorch sees them.</summary>
    public static string ParallelInfo => Text(2);

    /// <summary>Folder LibTorch was loaded from.</summary>
    public static string LibraryFolder => Path.GetDirectoryName(Text(3)) ?? "";

    /// <summary>File of the shim that was loaded.</summary>
    public static string? ShimFile
    {
        get
        {
            _ = LiveTensorCount;
            return LibraryLocator.LoadedFrom;
        }
    }

    /// <summary>The BLAS this process has loaded, by its file; null when none has a name known here.</summary>
    /// <remarks>The reference BLAS is some fifty times slower than OpenBLAS or MKL.</remarks>
    public static string? BlasInfo
    {
        get
        {
            _ = LiveTensorCount;
            var files = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).Distinct();
            return files.FirstOrDefault(IsBlas);
        }
    }

    /// <summary>OpenBLAS's name for the kernels that it computes with, such as <c>SkylakeX</c>; null when the BLAS is another one.</summary>
    /// <remarks>OpenBLAS chooses them by the processor, unless OPENBLAS_CORETYPE names others. Kernels add in different orders.</remarks>
    public static string? BlasKernels =>
        BlasInfo is { } file && NativeLibrary.TryLoad(file, out var library) && NativeLibrary.TryGetExport(library, "openblas_get_corename", out var name)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)name)())
            : null;

    /// <summary>Whether deterministic algorithms are demanded.</summary>
    public static bool DeterministicAlgorithms => NativeMethods.ll_deterministic() != 0;

    /// <summary>Demands deterministic algorithms: an operation without one then fails, or warns.</summary>
    public static void UseDeterministicAlgorithms(bool on, bool warnOnly = false) =>
        NativeMethods.Check(NativeMethods.ll_set_deterministic(on ? 1 : 0, warnOnly ? 1 : 0));

    /// <summary>Free and total memory of the current CUDA device, in bytes.</summary>
    /// <exception cref="TorchException">This LibTorch has no CUDA.</exception>
    public static (long Available, long Total) CudaMemory()
    {
        NativeMethods.Check(NativeMethods.ll_cuda_memory(out var available, out var total));
        return (available, total);
    }

    private static bool IsBlas(string file)
    {
        var name = Path.GetFileName(file);
        return name.StartsWith("libopenblas", StringComparison.Ordinal) || name.StartsWith("libmkl_core", StringComparison.Ordinal)
            || name.StartsWith("libblas.so", StringComparison.Ordinal) || name.StartsWith("libblis", StringComparison.Ordinal);
    }

    private static string Text(int what)
    {
        var text = new byte[16384];
        fixed (byte* p = text)
        {
            var length = NativeMethods.ll_text(what, p, text.Length);
            return length < 0 ? "unknown" : Encoding.UTF8.GetString(text, 0, length);
        }
    }
}
