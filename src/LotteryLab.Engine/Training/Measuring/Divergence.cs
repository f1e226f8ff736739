using System.Globalization;
using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>Stops a training whose loss is no longer a number: nothing after that point would mean anything.</summary>
internal static class Divergence
{
    private const long Interval = 64;
    private const long AcceleratorInterval = 1024;

    /// <summary>
    /// Iterations between two looks at the loss: often enough that a run that has diverged wastes little. Reading it on an accelerator waits for all
    /// that was queued, so there it is done less often.
    /// </summary>
    internal static long CheckInterval(Device device) => DeviceRoute.IsAccelerator(device) ? AcceleratorInterval : Interval;

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
