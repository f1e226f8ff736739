using TorchSharp;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// Which way a device's work goes. In the memory of this process numbers are at hand, so loops in C# read and write them directly; on an
/// accelerator everything is an operation on tensors that is queued and not waited for.
/// </summary>
internal static class DeviceRoute
{
    [ThreadStatic]
    private static bool isForced;

    /// <summary>Whether tensors of a device are out of the process's reach.</summary>
    internal static bool IsAccelerator(torch.Device device) => isForced || device.type != DeviceType.CPU;

    /// <summary>
    /// Sends this thread's work on the CPU the way of an accelerator until the result is disposed: tests without a GPU run that way so. What was
    /// made before keeps the way it was made for.
    /// </summary>
    internal static IDisposable ForceAccelerator()
    {
        var before = isForced;
        isForced = true;
        return new Restoration(before);
    }

    private sealed class Restoration(bool before) : IDisposable
    {
        public void Dispose() => isForced = before;
    }
}
