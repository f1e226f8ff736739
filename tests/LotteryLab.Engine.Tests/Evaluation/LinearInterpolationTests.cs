using LotteryLab.Engine.Evaluation;

namespace LotteryLab.Engine.Tests.Evaluation;

public sealed class LinearInterpolationTests
{
    [Fact]
    public void Barrier_OfABump_IsMeasuredBothWays()
    {
        var barrier = ErrorBarrier.Of([0, 0.5, 1], [0.1, 0.5, 0.3]);
        Assert.Equal(0.5, barrier.Supremum);
        Assert.Equal(0.2, barrier.MeanOfEndpoints, 12);
        Assert.Equal(0.3, barrier.Barrier, 12);
        Assert.Equal(0.3, barrier.BarrierAboveLine, 12);
    }

    [Fact]
    public void Barrier_IsNeverNegative()
    {
        var barrier = ErrorBarrier.Of([0, 0.5, 1], [0.2, 0.1, 0.4]);
        Assert.True(barrier is { Barrier: >= 0, BarrierAboveLine: >= 0 });
    }

    [Fact]
    public void Barrier_WithoutBothEnds_IsRefused() => Assert.Throws<ArgumentException>(() => ErrorBarrier.Of([0, 0.5], [1, 2]));

    [Fact]
    public void EvenAlphas_IncludeBothEnds()
    {
        var alphas = LinearInterpolation.EvenAlphas(30);
        Assert.Equal((0.0, 1.0, 30), (alphas[0], alphas[^1], alphas.Count));
    }
}
