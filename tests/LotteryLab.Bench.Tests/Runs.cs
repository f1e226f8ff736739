using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Tests;

/// <summary>Made-up measurements.</summary>
internal static class Runs
{
    /// <summary>So many units in so many seconds, on one thread.</summary>
    public static Measurement Of(double seconds, long units) => new()
    {
        WallSeconds = seconds,
        CpuSeconds = seconds,
        Units = units,
        Threads = 1,
        PeakBytes = 100 << 20,
        Details = new Dictionary<string, double>
        {
            [Measurement.ReplicateFloorBytes] = 1 << 20,
            ["stepFlops"] = 67_608_000,
            ["forwardGigaflops"] = 10,
            ["backwardDataGigaflops"] = 20,
            ["backwardWeightsGigaflops"] = 30,
            ["matrixProductGigaflops"] = 40,
        },
    };
}
