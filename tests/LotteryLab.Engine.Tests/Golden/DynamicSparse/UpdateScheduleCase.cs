using System.Globalization;
using LotteryLab.Engine.Training.Connectivity;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>When RigL updates and how much it drops.</summary>
public sealed class UpdateScheduleCase : IGoldenCase
{
    private const string Gap = "...";

    public IReadOnlyList<string> Methods => ["rigl"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("cases") && golden.Expected["cases"].Items()[0].Has("update_steps");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork("none");
        golden.Params.HasOnly();
        foreach (var expected in golden.Expected["cases"].Items())
        {
            var schedule = Schedule(expected);
            var total = expected["total_steps"].Whole();
            var updates = Walk(schedule, total);
            expected["number_of_updates"].Equal(updates.Count);
            GoldenCase.Require(updates.SequenceEqual(schedule.Updates(0, total)), $"{expected.Path}: the schedule counts other updates than training makes");
            DeclareEnd(expected, schedule, total);
            VerifySteps(expected["update_steps"], updates);

            // The reference's formula goes on before the first update; ours says what an update would drop, which is nothing there.
            var unshifted = schedule with { Begin = 0 };
            foreach (var (name, fraction) in expected["drop_fraction_at"].Entries())
            {
                var iteration = long.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
                fraction.Close((schedule.Decay == DropSchedule.InversePower ? schedule : unshifted).At(iteration), golden.Tolerance);
            }
        }
    }

    private static DropSchedule Schedule(GoldenNode settings)
    {
        var decay = settings.Find("decay")?.Word("cosine", "constant", "inverse-power", "inverse_power") switch
        {
            "constant" => DropSchedule.Constant,
            "inverse-power" or "inverse_power" => DropSchedule.InversePower,
            _ => DropSchedule.Cosine,
        };
        var end = settings["end_step"].Whole();
        return new DropSchedule(
            settings["alpha"].Number(),
            decay,
            decay == DropSchedule.InversePower ? settings["exponent"].Number() : 0,
            settings.Find("begin_step")?.Whole() ?? 0,
            end < 0 ? long.MaxValue : end,
            settings["delta_t"].Whole());
    }

    // Between two updates nothing depends on where exactly training ends.
    private static void DeclareEnd(GoldenNode settings, DropSchedule schedule, long total)
    {
        if (Walk(schedule, total + 1).SequenceEqual(Walk(schedule, total)))
        {
            settings["total_steps"].Declare("one step more brings no further update");
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
    private static void VerifySteps(GoldenNode expected, List<long> updates)
    {
        var steps = expected.Items().ToList();
        var gap = steps.FindIndex(step => !step.IsNumber && step.Word(Gap) == Gap);
        var head = gap < 0 ? steps : steps[..gap];
        var tail = gap < 0 ? [] : steps[(gap + 1)..];
        GoldenCase.Require(gap < 0 ? head.Count == updates.Count : head.Count > 0 && tail.Count > 0 && head.Count + tail.Count < updates.Count, $"{expected.Path} are not as many as there are updates");
        for (var i = 0; i < head.Count; i++)
        {
            head[i].Equal(updates[i]);
        }

        for (var i = 0; i < tail.Count; i++)
        {
            tail[^(i + 1)].Equal(updates[^(i + 1)]);
        }
    }
}
