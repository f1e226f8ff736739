using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Densities and numbers of pruned weights on the way, for both schedules.</summary>
public sealed class ScheduleCountsCase : IGoldenCase
{
    private const double Exact = 1e-14;

    public IReadOnlyList<string> Methods => ["synflow"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("cases");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork("none: counts only");
        golden.Params.HasOnly();
        foreach (var row in golden.Expected["cases"].Items())
        {
            var count = row["N"].Whole();
            if (row.Has("exponents"))
            {
                row.Find("what")?.Declare("prose");
                row["kept"].Equal(row["exponents"].Numbers().Select(exponent => count - ScorePool.RemovedAt(Math.Pow(10, -exponent), count)));
                continue;
            }

            var density = row["density"].Number();
            GoldenAssert.Close(Math.Pow(10, -row["exponent"].Number()), density, Exact, row["density"].Path);
            var request = ScoreInputs.Iterated(ScoreInputs.Request("synflow", density), row);
            double[] densities = [.. Enumerable.Range(1, request.Iterations).Select(request.DensityAfter)];
            row["density_t"].CloseValues(densities, Exact);
            if (densities.All(step => ScorePool.RemovedAt(step, count + 1) == ScorePool.RemovedAt(step, count)))
            {
                row["N"].Declare("one weight more would stay");
            }

            row["k"].Equal(densities.Select(step => ScorePool.RemovedAt(step, count)));
        }
    }
}
