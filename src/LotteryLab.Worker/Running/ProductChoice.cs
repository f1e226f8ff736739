using LotteryLab.Engine;

namespace LotteryLab.Worker.Running;

/// <summary>Libraries that multiply the float32 matrices of fully connected layers on the CPU.</summary>
internal enum ProductLibrary
{
    /// <summary>oneDNN, with kernels for this processor.</summary>
    OneDnn,

    /// <summary>LibTorch's own products, which are its BLAS's.</summary>
    LibTorch,
}

/// <summary>Which library this process multiplies with. Sums round differently in each, so its name is part of step keys.</summary>
internal static class ProductChoice
{
    /// <summary>Takes a library for the whole process: oneDNN where it is found, unless one is asked for.</summary>
    /// <returns>Its name with its kernels, such as <c>onednn-avx512</c> or <c>openblas-haswell</c>.</returns>
    /// <exception cref="LotteryLabException">oneDNN is asked for and not there.</exception>
    public static string Apply(ProductLibrary? asked)
    {
#if NATIVE_TORCH
        if (asked == ProductLibrary.OneDnn && !Torch.MatrixProducts.HasOneDnn)
        {
            throw new LotteryLabException("products.missing", "oneDNN was not found: LibTorch does not show its own, and there is no libdnnl.so.2 or libdnnl.so.3.", "Install it (Debian: apt-get install libdnnl2), or leave --products away: LibTorch's own products are used then.");
        }

        Torch.MatrixProducts.UsesOneDnn = Torch.MatrixProducts.HasOneDnn && asked != ProductLibrary.LibTorch;
        return Torch.MatrixProducts.Name;
#else
        return asked == ProductLibrary.OneDnn
            ? throw new LotteryLabException("products.missing", "A build with TorchSharp multiplies with LibTorch's own products only.", "Leave --products away.")
            : "libtorch";
#endif
    }

    /// <summary>Where the library comes from, for people.</summary>
    public static string Describe()
    {
#if NATIVE_TORCH
        return Torch.MatrixProducts.UsesOneDnn ? $"oneDNN in {Torch.MatrixProducts.OneDnnFile}" : $"LibTorch's own, {Torch.NativeRuntime.BlasInfo ?? "a BLAS with no known name"}";
#else
        return "LibTorch's own";
#endif
    }
}
