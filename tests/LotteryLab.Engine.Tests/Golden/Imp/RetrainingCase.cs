using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Where the four retraining variants of Renda et al. start, and their learning rates.</summary>
public sealed class RetrainingCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasParam("T_epochs");

    public void Verify(GoldenCase golden)
    {
        var iterationsPerEpoch = golden.Params.GetProperty("iterations_per_epoch").GetInt64();
        var total = golden.Params.GetProperty("T_epochs").GetInt64() * iterationsPerEpoch;
        var rates = golden.Params.GetProperty("lr_values").EnumerateArray().Select(rate => rate.GetDouble()).ToArray();
        var boundaries = golden.Params.GetProperty("boundaries_epochs").EnumerateArray().Select(epoch => $"{epoch.GetInt32()}ep");
        var original = new MilestonesSchedule().Resolve(new MilestonesOptions { Milestones = [.. boundaries], Gamma = rates[1] / rates[0] }, rates[0], iterationsPerEpoch, total);
        var low = new ConstantAtEnd(original, total);
        foreach (var expected in golden.Expected.GetProperty("cases").EnumerateArray())
        {
            var steps = expected.GetProperty("retrain_epochs").GetInt64() * iterationsPerEpoch;
            Assert.Equal(expected.GetProperty("retrain_steps").GetInt64(), steps);
            VerifyVariant(expected.GetProperty("weight_rewinding"), original, total - steps, isRewound: true, golden.Tolerance);
            VerifyVariant(expected.GetProperty("lr_rewinding"), original, total - steps, isRewound: false, golden.Tolerance);
            VerifyVariant(expected.GetProperty("fine_tuning"), low, total - steps, isRewound: false, golden.Tolerance);
            VerifyVariant(expected.GetProperty("low_lr_weight_rewinding"), low, total - steps, isRewound: true, golden.Tolerance);
        }
    }

    private static void VerifyVariant(JsonElement expected, ILearningRateSchedule schedule, long from, bool isRewound, double tolerance)
    {
        var start = isRewound ? string.Create(CultureInfo.InvariantCulture, $"checkpoint at original step {from}") : "final weights";
        Assert.Equal(expected.GetProperty("start_weights").GetString(), start);
        foreach (var point in expected.GetProperty("lr_at").EnumerateArray())
        {
            GoldenAssert.Close(point[1].GetDouble(), schedule.At(from + point[0].GetInt64()), tolerance, $"rate at {point[0]} from {from}");
        }
    }
}
