using System.Text.Json;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Learning rates of open_lth's schedules.</summary>
public sealed class ScheduleCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasExpected("schedules");

    public void Verify(GoldenCase golden)
    {
        foreach (var expected in golden.Expected.GetProperty("schedules").EnumerateArray())
        {
            var settings = expected.GetProperty("hyperparameters");
            var iterationsPerEpoch = expected.GetProperty("iterations_per_epoch").GetInt64();
            var total = TrainingLength.Parse(settings.GetProperty("training_steps").GetString()!).ToIterations(iterationsPerEpoch);
            Assert.Equal(expected.GetProperty("end_iteration").GetInt64(), total);
            var schedule = Schedule(settings, iterationsPerEpoch, total);
            foreach (var point in expected.GetProperty("at").EnumerateArray())
            {
                var iteration = point.GetProperty("iteration").GetInt64();
                GoldenAssert.Close(point.GetProperty("lr").GetDouble(), schedule.At(iteration), golden.Tolerance, $"rate at {iteration}");
            }
        }
    }

    private static ILearningRateSchedule Schedule(JsonElement settings, long iterationsPerEpoch, long total)
    {
        var options = new MilestonesOptions
        {
            Milestones = settings.TryGetProperty("milestone_steps", out var milestones) ? milestones.GetString()!.Split(',') : [],
            Gamma = settings.TryGetProperty("gamma", out var gamma) ? gamma.GetDouble() : 1,
            Warmup = settings.TryGetProperty("warmup_steps", out var warmup) ? TrainingLength.Parse(warmup.GetString()!) : TrainingLength.Zero,
        };
        return new MilestonesSchedule().Resolve(options, settings.GetProperty("lr").GetDouble(), iterationsPerEpoch, total);
    }
}
