using System.Globalization;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>Stops a training whose loss is no longer a number: nothing after that point would mean anything.</summary>
internal static class Divergence
{
    internal static void Check(double? loss, string which, long iteration, double learningRate)
    {
        if (loss is { } value && !double.IsFinite(value))
        {
            throw new LotteryLabException(
                "training.diverged",
                string.Create(CultureInfo.InvariantCulture, $"Training diverged: by iteration {iteration} the {which} loss was {(double.IsNaN(value) ? "not a number" : "infinite")} (learning rate {learningRate:G6})."),
                "Try a learning rate three to ten times smaller, add a warm-up, or use float32 if a 16-bit precision was chosen.");
        }
    }
}
