using System.Runtime.InteropServices;
using LotteryLab.Engine.Runtime;

namespace LotteryLab.Engine.Tests.Runtime;

public sealed class NumericsTests
{
    [Fact]
    public void Name_OnTheCpu_SaysVersionInstructionsProductsAndThreads()
    {
        Assert.Matches("^libtorch-[0-9.]+/cpu-(neon|sse2|avx2|avx512|avx512-bf16|amx)-(mkl(-[a-z0-9-]+)?|system)$", Numerics.Name(isGpu: false));
        Assert.Equal(Numerics.Name(isGpu: false) + "-4-threads", Numerics.Name(isGpu: false, threads: 4));
    }

    [Fact]
    public void Name_OnAGpu_SaysVersionAndDevice() => Assert.Equal($"libtorch-{LibTorch.Version}/cuda", Numerics.Name(isGpu: true, threads: 4));

    [Fact]
    public void Products_ByMkl_AreTheRepeatableOnes()
    {
        Assert.SkipWhen(LibTorch.Function("mkl_serv_cbwr_get") == 0, "This LibTorch does not say how it multiplies.");
        Assert.DoesNotContain("unrepeatable", Numerics.Name(isGpu: false), StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void Instructions_AreThoseThatLibTorchNames()
    {
        var function = LibTorch.Function("_ZN2at18get_cpu_capabilityB5cxx11Ev");
        Assert.SkipWhen(function == 0, "This LibTorch does not say which instructions it uses.");

        // A string of C++: address, length, and room for short ones.
        var text = stackalloc nint[4];
        ((delegate* unmanaged<nint*, nint*>)function)(text);
        var instructions = Numerics.Instructions();
        Assert.Equal(Marshal.PtrToStringUTF8(text[0], (int)text[1]), instructions switch
        {
            "avx2" => "AVX2",
            "avx512" or "avx512-bf16" or "amx" => "AVX512",
            _ => "DEFAULT",
        });
    }
}
