using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Training.Connectivity;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>When RigL updates and how much it drops.</summary>
public sealed class UpdateScheduleCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "rigl" && golden.HasExpected("cases") && GoldenCase.Has(golden.Expected.GetProperty("cases")[0], "update_steps");

    public void Verify(GoldenCase golden)
    {
        foreach (var expected in golden.Expected.GetProperty("cases").EnumerateArray())
        {
            var begin = expected.TryGetProperty("begin_step", out var first) ? first.GetInt64() : 0;
            var schedule = new DropSchedule(expected.GetProperty("alpha").GetDouble(), DropSchedule.Cosine, 0, begin, expected.GetProperty("end_step").GetInt64(), expected.GetProperty("delta_t").GetInt64());
            var updates = Walk(schedule, expected.GetProperty("total_steps").GetInt64());
            Assert.Equal(expected.GetProperty("number_of_updates").GetInt32(), updates.Count);
            Assert.Equal(updates, schedule.Updates(0, expected.GetProperty("total_steps").GetInt64()));
            Steps(expected.GetProperty("update_steps"), updates);
            foreach (var fraction in expected.GetProperty("drop_fraction_at").EnumerateObject())
            {
                // The reference's formula goes on before the first update; ours says what an update would drop, which is nothing there.
                var iteration = long.Parse(fraction.Name, CultureInfo.InvariantCulture);
                GoldenAssert.Close(iteration < begin ? 0 : fraction.Value.GetDouble(), schedule.At(iteration), golden.Tolerance, $"drop fraction at {iteration}");
            }
        }
    }

    // As training goes: every update skips its batch, so the counter does not advance on it.
    private static List<long> Walk(DropSchedule schedule, long total)
    {
        var updates = new List<long>();
        long? last = null;
        for (var iteration = 0L; iteration < total;)
        {
            if (schedule.IsDue(iteration, last))
            {
                updates.Add(iteration);
                last = iteration;
                continue;
            }

            iteration++;
        }

        return updates;
    }

    // Long lists are written as their beginning, "..." and their end.
    private static void Steps(JsonElement expected, List<long> updates)
    {
        var steps = expected.EnumerateArray().ToList();
        var gap = steps.FindIndex(step => step.ValueKind == JsonValueKind.String);
        var head = gap < 0 ? steps : steps[..gap];
        Assert.Equal(head.Select(step => step.GetInt64()), updates.Take(head.Count));
        if (gap >= 0)
        {
            var tail = steps[(gap + 1)..];
            Assert.Equal(tail.Select(step => step.GetInt64()), updates.TakeLast(tail.Count));
        }
    }
}
