using System.Text;
using LotteryLab.Torch.Native;
using static TorchSharp.torch;

namespace LotteryLab.Torch;

/// <summary>
/// Which library multiplies the float32 matrices of fully connected layers on the CPU. oneDNN has kernels for this processor whatever
/// OPENBLAS_CORETYPE says; LibTorch's own products are its BLAS. They add in different orders.
/// </summary>
public static unsafe class MatrixProducts
{
    /// <summary>Whether oneDNN was found: in LibTorch itself, else as a library of the system.</summary>
    public static bool HasOneDnn => NativeMethods.ll_products_found() != 0;

    /// <summary>Whether oneDNN multiplies; the default where it was found. A change counts for the whole process.</summary>
    /// <exception cref="InvalidOperationException">oneDNN is wanted and was not found.</exception>
    public static bool UsesOneDnn
    {
        get => NativeMethods.ll_products_used() != 0;
        set
        {
            if (value && !HasOneDnn)
            {
                throw new InvalidOperationException("oneDNN was not found, neither in LibTorch nor as libdnnl.so.2 or libdnnl.so.3.");
            }

            _ = NativeMethods.ll_products_use(value ? 1 : 0);
        }
    }

    /// <summary>Library and kernels in one word, such as <c>onednn-avx512</c> or <c>openblas-haswell</c>; <c>libtorch</c> when the BLAS has no name known here.</summary>
    public static string Name => UsesOneDnn ? $"onednn-{Text(0)}" : NativeRuntime.BlasKernels is { Length: > 0 } kernels ? $"openblas-{kernels.ToLowerInvariant()}" : "libtorch";

    /// <summary>File that oneDNN comes from; empty when it was not found.</summary>
    public static string OneDnnFile => Text(1);

    /// <summary>The product of two matrices by the chosen library; differentiable any number of times.</summary>
    /// <exception cref="TorchException">They do not fit together.</exception>
    public static Tensor Product(Tensor left, Tensor right)
    {
        NativeMethods.Check(NativeMethods.ll_product(left.Handle, right.Handle, out var result));
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return Own(result);
    }

    private static string Text(int what)
    {
        var text = new byte[4096];
        fixed (byte* p = text)
        {
            var length = NativeMethods.ll_products_text(what, p, text.Length);
            return length < 0 ? "unknown" : Encoding.UTF8.GetString(text, 0, length);
        }
    }
}
