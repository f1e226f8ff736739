using System.Text.Json;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Densities and numbers of pruned weights on the way, for both schedules.</summary>
public sealed class ScheduleCountsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "synflow" && golden.HasExpected("cases");

    public void Verify(GoldenCase golden)
    {
        foreach (var row in golden.Expected.GetProperty("cases").EnumerateArray())
        {
            var count = row.GetProperty("N").GetInt64();
            if (row.TryGetProperty("exponents", out var exponents))
            {
                Assert.Equal(Numbers(row.GetProperty("kept")), exponents.EnumerateArray().Select(exponent => count - ScorePool.RemovedAt(Math.Pow(10, -exponent.GetDouble()), count)));
                continue;
            }

            var request = new ScoreRequest
            {
                Criterion = ScoreInputs.Criterion("synflow"),
                Density = row.GetProperty("density").GetDouble(),
                Granularity = new ComponentSpec("weight", new NoOptions()),
                Iterations = row.GetProperty("iterations").GetInt32(),
                Schedule = row.GetProperty("schedule").GetString()!,
                Data = new ScoreDataSettings(10, 256, IsTraining: false, ScoreDataSettings.Intact),
            };
            var densities = Enumerable.Range(1, request.Iterations).Select(request.DensityAfter).ToArray();
            GoldenAssert.Close(row.GetProperty("density_t"), densities, 1e-14, "density");
            Assert.Equal(Numbers(row.GetProperty("k")), densities.Select(density => ScorePool.RemovedAt(density, count)));
        }
    }

    private static IEnumerable<long> Numbers(JsonElement list) => list.EnumerateArray().Select(number => number.GetInt64());
}
