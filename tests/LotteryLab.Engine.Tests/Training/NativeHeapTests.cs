using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Training;

public sealed class NativeHeapTests
{
    [Fact]
    public void KeepFreedMemory_LargeTensors_AreStillHandedOutAndTakenBack()
    {
        NativeHeap.KeepFreedMemory();
        for (var round = 0; round < 3; round++)
        {
            using var large = ones(64, 1024, 1024);
            using var sum = large.sum();
            Assert.Equal(64f * 1024 * 1024, sum.item<float>());
        }
    }
}
