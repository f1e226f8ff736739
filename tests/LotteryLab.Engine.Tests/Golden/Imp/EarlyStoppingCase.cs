using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The early-stopping iteration and the accuracies reported for it.</summary>
public sealed class EarlyStoppingCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("cases") && golden.Expected["cases"].Items()[0].Has("validation_loss");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        golden.Params.HasOnly();
        foreach (var row in golden.Expected["cases"].Items())
        {
            // A point that was not measured is null; one whose training went astray is NaN.
            double?[] losses = [.. row["validation_loss"].Items().Select(loss => loss.OrNull()?.Number())];
            var (iterations, accuracies) = (row["iterations"].Wholes(), row["test_accuracy"].Numbers());
            GoldenCase.Require(iterations.Length == losses.Length && accuracies.Length == losses.Length, $"{row.Path}: iterations, losses and accuracies are not one for each point");
            GoldenCase.Require(iterations.Zip(iterations.Skip(1)).All(pair => pair.First < pair.Second), $"{row.Path}.iterations do not ascend");
            GoldenCase.Require(accuracies.All(accuracy => accuracy is >= 0 and <= 1), $"{row.Path}.test_accuracy has values that are no shares");

            var best = EarlyStopping.PositionOfMinimum(losses);
            row["early_stop_iteration"].Equal(iterations[best]);
            row["test_accuracy_at_early_stop"].Close(accuracies[best], golden.Tolerance);
            row["final_test_accuracy"].Close(accuracies[^1], golden.Tolerance);

            // Of points that do not win nothing is reported, so a little more or less of them is another true case.
            row["iterations"].Declare("the iteration of a point that is not the best is not reported", i => i != best);
            row["test_accuracy"].Declare("the accuracy of a point that is neither best nor last is not reported", i => i != best && i != accuracies.Length - 1);
        }
    }
}
