using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>
/// Mean of batch losses since the last evaluation point, summed in float64: on an accelerator by the device, so that no step waits for it; on
/// the CPU here, because reading a number costs less there than two operations on tensors. The sums are the same bits.
/// </summary>
/// <param name="device">Device that trains.</param>
internal sealed class LossMeter(Device device) : IDisposable
{
    private readonly Tensor? onDevice = !DeviceRoute.IsAccelerator(device) ? null : torch.zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
    private double here;

    internal long Count { get; private set; }

    /// <summary>Sum so far; waits for the device.</summary>
    internal double Sum => onDevice?.ReadNumber<double>() ?? here;

    /// <summary>Mean so far, or null when there was no batch; waits for the device.</summary>
    internal double? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>Adds the loss of a batch, one float32.</summary>
    internal void Add(Tensor loss)
    {
        if (onDevice is null)
        {
            here += OptimizerSlot.Floats(loss)[0];
        }
        else
        {
            using var value = loss.detach();
            onDevice.add_(value);
        }

        Count++;
    }

    internal void Restart() => Restore(0, 0);

    internal void Restore(double value, long count)
    {
        here = value;
        onDevice?.fill_(value);
        Count = count;
    }

    public void Dispose() => onDevice?.Dispose();
}
