using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Mean of batch losses since the last evaluation point, summed in float64: on an accelerator by the device, so that no step waits for it; on
/// the CPU here, because reading a number costs less there than two operations on tensors. The sums are the same bits.
/// </summary>
/// <param name="device">Device that trains.</param>
/// <param name="sumsOnDevice">True when a recorded step adds to the sum by itself.</param>
internal sealed class LossMeter(Device device, bool sumsOnDevice = false) : IDisposable
{
    private readonly Tensor? onDevice = device.type == DeviceType.CPU && !sumsOnDevice ? null : torch.zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
    private double here;

    internal long Count { get; private set; }

    /// <summary>Where the device sums up, one float64; null when that is done here.</summary>
    internal Tensor? Accumulator => onDevice;

    /// <summary>Sum so far; waits for the device.</summary>
    internal double Sum => onDevice?.item<double>() ?? here;

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

    /// <summary>Says that a recorded step has added the loss of a batch to the <see cref="Accumulator"/>.</summary>
    internal void Counted() => Count++;

    internal void Restart() => Restore(0, 0);

    internal void Restore(double value, long count)
    {
        here = value;
        onDevice?.fill_(value);
        Count = count;
    }

    public void Dispose() => onDevice?.Dispose();
}
