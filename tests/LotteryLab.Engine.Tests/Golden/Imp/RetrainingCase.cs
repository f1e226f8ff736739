using System.Globalization;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Where the four retraining variants of Renda et al. start, and their learning rates.</summary>
public sealed class RetrainingCase : IGoldenCase
{
    private static readonly string[] Variants = ["weight_rewinding", "lr_rewinding", "fine_tuning", "low_lr_weight_rewinding"];

    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("T_epochs");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        var iterationsPerEpoch = golden.Params["iterations_per_epoch"].Whole();
        var total = golden.Params["T_epochs"].Whole() * iterationsPerEpoch;
        var original = Original(golden.Params, iterationsPerEpoch, total);
        var low = new ConstantAtEnd(original, total);
        foreach (var expected in golden.Expected["cases"].Items())
        {
            var steps = expected["retrain_epochs"].Whole() * iterationsPerEpoch;
            expected["retrain_steps"].Equal(steps);
            expected.HasOnly(["retrain_epochs", "retrain_steps", .. Variants]);
            foreach (var variant in Variants)
            {
                var (schedule, isRewound) = variant switch
                {
                    "weight_rewinding" => (original, true),
                    "lr_rewinding" => (original, false),
                    "fine_tuning" => (low, false),
                    _ => (low, true),
                };
                Verify(expected[variant], schedule, total - steps, steps, isRewound, golden.Tolerance);
            }
        }
    }

    private static ILearningRateSchedule Original(GoldenNode settings, long iterationsPerEpoch, long total)
    {
        var rates = settings["lr_values"].Numbers();
        var boundaries = settings["boundaries_epochs"].Wholes();
        GoldenCase.Require(rates.Length == boundaries.Length + 1 && rates.Length > 1, $"{settings.Path}: there is not one rate more than boundaries");
        var schedule = new MilestonesSchedule().Resolve(
            new MilestonesOptions { Milestones = [.. boundaries.Select(epoch => string.Create(CultureInfo.InvariantCulture, $"{epoch}ep"))], Gamma = rates[1] / rates[0] },
            rates[0],
            iterationsPerEpoch,
            total);
        for (var i = 0; i < boundaries.Length; i++)
        {
            GoldenCase.Require(
                boundaries[i] > (i == 0 ? 0 : boundaries[i - 1]) && Math.Abs(schedule.At(boundaries[i] * iterationsPerEpoch) / rates[i + 1] - 1) < 1e-9,
                $"{settings.Path}.lr_values do not fall by one factor, which no schedule here can do");
        }

        return schedule;
    }

    private static void Verify(GoldenNode expected, ILearningRateSchedule schedule, long from, long steps, bool isRewound, double tolerance)
    {
        expected["start_weights"].Equal(isRewound ? string.Create(CultureInfo.InvariantCulture, $"checkpoint at original step {from}") : "final weights");
        foreach (var point in expected["lr_at"].Items())
        {
            var pair = point.Items();
            GoldenCase.Require(pair.Count == 2, $"{point.Path} is no pair of step and rate");
            var step = pair[0].Whole();
            GoldenCase.Require(step >= 0 && step < steps, $"{pair[0].Path} lies outside of retraining");
            pair[1].Close(schedule.At(from + step), tolerance);
            ScheduleCase.DeclarePlateau(pair[0], step, at => schedule.At(from + at), tolerance);
        }
    }
}
