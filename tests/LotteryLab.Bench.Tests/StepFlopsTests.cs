using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Tests;

/// <summary>Counted by hand, layer by layer: multiply-accumulates of one image, twice, times the batch.</summary>
public sealed class StepFlopsTests
{
    [Fact]
    public void LeNet_MatchesTheHandCount()
    {
        const long First = 784 * 300;
        const long Rest = (300 * 100) + (100 * 10);
        Assert.Equal(new StepFlops(2 * 60 * (First + Rest), 2 * 60 * Rest, 2 * 60 * (First + Rest)), Count(Workload.LeNetAdam));
        Assert.Equal(67_608_000, Count(Workload.LeNetAdam).Total);
    }

    [Fact]
    public void Conv2_MatchesTheHandCount()
    {
        // Two 3x3 convolutions on 32x32 pixels, one 2x2 pool, then 64 * 16 * 16 features.
        const long First = 3L * 64 * 9 * 1024;
        const long Rest = (64L * 64 * 9 * 1024) + (64 * 16 * 16 * 256) + (256 * 256) + (256 * 10);
        Assert.Equal(43_780_608, First + Rest);
        Assert.Equal(new StepFlops(2 * 60 * (First + Rest), 2 * 60 * Rest, 2 * 60 * (First + Rest)), Count(Workload.Conv2));
    }

    [Fact]
    public void ResNet20_MatchesTheHandCount()
    {
        const long First = 3L * 16 * 9 * 1024;
        const long Wide = 6L * 16 * 16 * 9 * 1024;
        const long Middle = (16L * 32 * 9 * 256) + (5L * 32 * 32 * 9 * 256) + (16 * 32 * 256);
        const long Narrow = (32L * 64 * 9 * 64) + (5L * 64 * 64 * 9 * 64) + (32 * 64 * 64);
        const long Rest = Wide + Middle + Narrow + 640;
        Assert.Equal(40_813_184, First + Rest);
        Assert.Equal(new StepFlops(2 * 128 * (First + Rest), 2 * 128 * Rest, 2 * 128 * (First + Rest)), Count(Workload.ResNet20));
    }

    [Fact]
    public void Kernels_OfResNet20_AreNineShapesOfTwentyTwoLayers()
    {
        var kernels = KernelShape.Of(Workload.ResNet20.Definition());
        Assert.Equal(9, kernels.Count);
        Assert.Equal(22, kernels.Sum(kernel => kernel.Forwards));
        Assert.Equal(21, kernels.Sum(kernel => kernel.BackwardDatas));
        Assert.Equal(0, kernels[0].BackwardDatas);
    }

    [Fact]
    public void ReplicateFloor_OfLeNet_CountsWeightsGradientsMomentsAndActivations()
    {
        const long Parameters = 266_200 + 410;
        const long Activations = 784 + 300 + 100 + 10;
        Assert.Equal(4 * ((4 * Parameters) + (60 * Activations)), ReplicateFloor.Bytes(Workload.LeNetAdam.Definition(), Workload.LeNetAdam));
        Assert.Equal(4 * ((2 * Parameters) + (128 * Activations)), ReplicateFloor.Bytes(Workload.LeNetSgd.Definition(), Workload.LeNetSgd));
    }

    private static StepFlops Count(Workload workload) => StepFlops.Of(workload.Definition(), workload.BatchSize);
}
