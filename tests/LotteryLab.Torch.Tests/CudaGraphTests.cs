using TorchSharp;

namespace LotteryLab.Torch.Tests;

/// <summary>What can be said without a GPU: a library without CUDA's part says so, whoever asks.</summary>
public class CudaGraphTests : ScopedTest
{
    [Fact]
    public void WithoutCudaGraphs_EverythingSaysWhatIsMissing()
    {
        Assert.SkipWhen(CudaGraph.IsBuilt, "this library has CUDA graphs");
        Action[] uses = [() => _ = new CudaStream(torch.device("cuda")), CudaStream.Synchronize, () => CudaGraph.Record(() => Assert.Fail("nothing may be recorded"))];
        foreach (var use in uses)
        {
            var failure = Assert.Throws<TorchException>(use);
            Assert.StartsWith("this native library was not built with CUDA graphs", failure.Message, StringComparison.Ordinal);
            Assert.Contains("CUDA_HOME", failure.Message, StringComparison.Ordinal);
        }
    }
}
