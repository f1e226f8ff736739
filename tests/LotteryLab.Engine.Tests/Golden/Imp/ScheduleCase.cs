namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Learning rates of open_lth's schedules.</summary>
public sealed class ScheduleCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("schedules");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        golden.Params.HasOnly();
        foreach (var expected in golden.Expected["schedules"].Items())
        {
            var schedule = OpenLthSchedule.Read(expected["hyperparameters"], expected["iterations_per_epoch"].Whole());
            expected["end_iteration"].Equal(schedule.Total);
            if (!schedule.RatesDependOnEpochs && !expected["hyperparameters"]["training_steps"].Text().Contains("ep", StringComparison.Ordinal))
            {
                expected["iterations_per_epoch"].Declare("everything is given in iterations");
            }

            foreach (var point in expected["at"].Items())
            {
                var iteration = point["iteration"].Whole();
                point["lr"].Close(schedule.Rates.At(iteration), golden.Tolerance);

                // Before and after it the rate may be the same; such a case is as true.
                GoldenCase.Require(iteration >= 0 && iteration < schedule.Total, $"{point.Path}.iteration lies outside of the training");
                DeclarePlateau(point["iteration"], iteration, schedule.Rates.At, golden.Tolerance);
            }
        }
    }

    /// <summary>Says of an iteration on a plateau that its neighbour has the same rate.</summary>
    internal static void DeclarePlateau(GoldenNode node, long iteration, Func<long, double> rate, double tolerance)
    {
        if (Math.Abs(rate(iteration + 1) - rate(iteration)) <= tolerance)
        {
            node.Declare("the next iteration has the same rate");
        }
    }
}
