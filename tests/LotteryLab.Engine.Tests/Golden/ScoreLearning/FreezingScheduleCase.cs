using LotteryLab.Engine.Methods.GemMiner;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Rounds, rates, epochs and counts of published settings.</summary>
public sealed class FreezingScheduleCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["gem-miner"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("rows");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        golden.Params.HasOnly();
        foreach (var row in golden.Expected["rows"].Items())
        {
            var epochs = row["epochs"].Count();
            var count = row["num_weights"].Whole();
            var schedule = new FreezingSchedule(row["target_percent"].Number() / 100, epochs, row["period"].Whole());
            row["rounds"].Equal(schedule.Rounds);
            row["rate_per_round"].Close(schedule.Rate, golden.Tolerance);
            long[] freezing = [.. Enumerable.Range(0, epochs).Select(epoch => (long)epoch).Where(schedule.FreezesAfter)];
            row["freeze_after_epochs"].Equal(freezing);
            GoldenCase.Require(schedule.Rounds == freezing.Length && schedule.IsLastAfter(freezing[^1]), $"{row.Path}: the last round does not follow epoch {freezing[^1]}");
            long[] active = [.. schedule.ActiveAfterRounds(count)];
            row["active_after_each_round_without_ties"].Equal(active);
            row["final_percent"].Close(100.0 * active[^1] / count, golden.Tolerance);

            // A last epoch more or less changes nothing where no round follows it.
            if (new FreezingSchedule(schedule.Density, epochs + 1, schedule.Period).Rounds == schedule.Rounds)
            {
                row["epochs"].Declare("with one epoch more there are as many rounds");
            }
        }
    }
}
