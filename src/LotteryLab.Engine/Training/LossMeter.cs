using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Mean of batch losses since the last evaluation point, summed on the device in float64, so that no step waits for the device.
/// </summary>
internal sealed class LossMeter(Device device) : IDisposable
{
    private readonly Tensor sum = torch.zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();

    internal long Count { get; private set; }

    /// <summary>Sum so far; waits for the device.</summary>
    internal double Sum => sum.item<double>();

    /// <summary>Mean so far, or null when there was no batch; waits for the device.</summary>
    internal double? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>Adds the loss of a batch.</summary>
    internal void Add(Tensor loss)
    {
        using var value = loss.detach();
        sum.add_(value);
        Count++;
    }

    internal void Restart() => Restore(0, 0);

    internal void Restore(double value, long count)
    {
        sum.fill_(value);
        Count = count;
    }

    public void Dispose() => sum.Dispose();
}
