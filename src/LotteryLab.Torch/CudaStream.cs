using LotteryLab.Torch.Native;
using TorchSharp;

namespace LotteryLab.Torch;

/// <summary>
/// Gives the calling thread a stream of its own on a GPU, from LibTorch's pool of 32, until it is disposed of on the same thread: what this thread
/// asks for then runs beside what others ask for. Whoever reads on one stream what was written on another waits in between.
/// </summary>
public sealed class CudaStream : IDisposable
{
    private nint _handle;

    /// <summary>Takes a stream and makes it and its device the thread's current ones.</summary>
    /// <param name="device">A CUDA device; without a number, the first.</param>
    /// <exception cref="TorchException">The native library has no CUDA graphs (<see cref="CudaGraph.IsBuilt"/>), or there is no such device.</exception>
    public CudaStream(torch.Device device) => NativeMethods.Check(NativeMethods.ll_cuda_stream_enter(device.index, out _handle));

    /// <summary>Waits until all work that this thread gave to its stream is done.</summary>
    /// <exception cref="TorchException">As for the constructor, or some of that work failed.</exception>
    public static void Synchronize() => NativeMethods.Check(NativeMethods.ll_cuda_stream_synchronize());

    /// <summary>Waits for the stream's work and gives the thread its former device and stream back.</summary>
    /// <exception cref="TorchException">Some of that work failed.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
        {
            NativeMethods.Check(NativeMethods.ll_cuda_stream_leave(handle));
        }
    }
}
