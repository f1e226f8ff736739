using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace LotteryLab.Torch.Tests;

public class NativeRuntimeTests : ScopedTest
{
    [Fact]
    public void Runtime_DescribesLibTorch()
    {
        Assert.Matches(@"^\d+\.\d+", NativeRuntime.Version);
        Assert.Equal(NativeRuntime.Version, __version__);
        Assert.Contains("C++", NativeRuntime.BuildConfiguration);
        Assert.Contains("threads", NativeRuntime.ParallelInfo);
        Assert.True(Directory.Exists(NativeRuntime.LibraryFolder));
        Assert.EndsWith("liblotterylab_torch.so", NativeRuntime.ShimFile);
        Assert.NotNull(NativeRuntime.BlasInfo);
        if (NativeRuntime.BlasInfo!.Contains("openblas", StringComparison.Ordinal))
        {
            Assert.Matches(@"^\w+$", NativeRuntime.BlasKernels);
        }
    }

    [Fact]
    public void Autocast_LowersProductsAndIsRestored()
    {
        var x = ones(4, 4);
        using (NativeExtensions.Autocast(DeviceType.CPU, ScalarType.BFloat16))
        {
            Assert.Equal(ScalarType.BFloat16, x.matmul(x).dtype);
            Assert.Equal(ScalarType.BFloat16, F.linear(x, x).dtype);
            using (NativeExtensions.Autocast(DeviceType.CPU, ScalarType.BFloat16, enabled: false))
            {
                Assert.Equal(ScalarType.Float32, x.matmul(x).dtype);
            }
        }

        Assert.Equal(ScalarType.Float32, x.matmul(x).dtype);
    }

    [Fact]
    public void ChannelsLast_KeepsValuesAndConvolutionsKeepIt()
    {
        var x = arange(24, dtype: float32).reshape(1, 2, 3, 4);
        var y = x.ToChannelsLast();
        Assert.True(y.IsChannelsLast());
        Assert.False(x.IsChannelsLast());
        Assert.Equal(x.Floats(), y.Floats());
        Assert.True(allclose(F.conv2d(x, ones(2, 2, 3, 3)), F.conv2d(y, ones(2, 2, 3, 3).ToChannelsLast())));
        Assert.True(y.ToContiguousFormat().is_contiguous());
    }

    [Fact]
    public void Determinism_CanBeDemanded()
    {
        Assert.False(NativeRuntime.DeterministicAlgorithms);
        NativeRuntime.UseDeterministicAlgorithms(true, warnOnly: true);
        Assert.True(NativeRuntime.DeterministicAlgorithms);
        NativeRuntime.UseDeterministicAlgorithms(false);
    }

    [Fact]
    public void Cuda_WithoutADevice_IsHarmless()
    {
        if (!cuda.is_available())
        {
            Assert.Equal(0, cuda.device_count());
            cuda.manual_seed(1);
            Assert.Throws<TorchException>(() => NativeRuntime.CudaMemory());
            Assert.Throws<TorchException>(() => ones(1).cuda());
        }
    }

    [Fact]
    public void Threads_AreSetForTheCallingThread()
    {
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        Assert.True(get_num_interop_threads() >= 1);
    }

    [Fact]
    public void EveryOperatorInUse_ExistsInThisLibTorch()
    {
        foreach (var field in typeof(Native.Ops).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic))
        {
            ((Native.Operator)field.GetValue(null)!).Find();
        }
    }
}
