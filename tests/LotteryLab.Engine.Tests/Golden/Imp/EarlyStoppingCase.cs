using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The early-stopping iteration and the accuracies reported for it.</summary>
public sealed class EarlyStoppingCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasExpected("cases") && GoldenCase.Has(golden.Expected.GetProperty("cases")[0], "validation_loss");

    public void Verify(GoldenCase golden)
    {
        foreach (var expected in golden.Expected.GetProperty("cases").EnumerateArray())
        {
            double?[] losses = [.. expected.GetProperty("validation_loss").EnumerateArray().Select(loss => (double?)loss.GetDouble())];
            var accuracies = expected.GetProperty("test_accuracy").EnumerateArray().Select(accuracy => accuracy.GetDouble()).ToArray();
            var best = EarlyStopping.PositionOfMinimum(losses);
            Assert.Equal(expected.GetProperty("early_stop_iteration").GetInt64(), expected.GetProperty("iterations")[best].GetInt64());
            GoldenAssert.Close(expected.GetProperty("test_accuracy_at_early_stop").GetDouble(), accuracies[best], golden.Tolerance, "accuracy at early stop");
            GoldenAssert.Close(expected.GetProperty("final_test_accuracy").GetDouble(), accuracies[^1], golden.Tolerance, "final accuracy");
        }
    }
}
