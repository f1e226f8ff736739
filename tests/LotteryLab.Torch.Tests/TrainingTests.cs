using TorchSharp;

namespace LotteryLab.Torch.Tests;

// Native tensors are counted for the whole process, so nothing else may make any meanwhile.
[CollectionDefinition(nameof(TrainingTests), DisableParallelization = true)]
[Collection(nameof(TrainingTests))]
public class TrainingTests
{
    [Fact]
    public void TenThousandSteps_LiveTensorCount_StaysFlat()
    {
        CollectGarbage();
        var before = NativeRuntime.LiveTensorCount;
        using (var training = new SmallTraining(1))
        {
            training.Step();
            var during = NativeRuntime.LiveTensorCount;
            for (var step = 1; step <= 10_000; step++)
            {
                training.Step();
                if (step % 500 == 0)
                {
                    Assert.Equal(during, NativeRuntime.LiveTensorCount);
                }
            }
        }

        Assert.Equal(before, NativeRuntime.LiveTensorCount);
    }

    [Fact]
    public async Task TwoThreads_WithOwnGenerators_GiveTheBitsOfOne()
    {
        static byte[] Train()
        {
            using var training = new SmallTraining(5);
            for (var step = 0; step < 500; step++)
            {
                training.Step();
            }

            return training.Bits();
        }

        var alone = Train();
        var together = await Task.WhenAll(
            Task.Factory.StartNew(Train, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            Task.Factory.StartNew(Train, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Assert.Equal(alone, together[0]);
        Assert.Equal(alone, together[1]);
    }

    [Fact]
    public void ForgottenTensors_AreReleasedByTheFinaliser()
    {
        // What other tests forgot goes first, so that it does not go while this test counts.
        CollectGarbage();
        var before = NativeRuntime.LiveTensorCount;
        MakeAndForget();
        CollectGarbage();
        Assert.Equal(before, NativeRuntime.LiveTensorCount);
    }

    // Until nothing goes any more: what a finaliser lets go of goes with the next collection.
    private static void CollectGarbage()
    {
        long before;
        do
        {
            before = NativeRuntime.LiveTensorCount;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        while (NativeRuntime.LiveTensorCount != before);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeAndForget()
    {
        for (var k = 0; k < 100; k++)
        {
            torch.ones(4);
        }
    }
}
