using TorchSharp;
#if NATIVE_TORCH
using LotteryLab.Torch;
#endif

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// Recorded steps and streams on a CUDA device. Compiled and checked without a GPU; see docs/developers/speed.md for what has run and what has not.
/// </summary>
public static class CudaRecording
{
#if NATIVE_TORCH
    /// <summary>Whether the native library can record and has streams: built against a LibTorch with CUDA and with CUDA's headers.</summary>
    public static bool IsAvailable => CudaGraph.IsBuilt;

    /// <summary>Free memory of the device, in bytes.</summary>
    public static long FreeBytes(torch.Device device)
    {
        using var stream = new CudaStream(device);
        return NativeRuntime.CudaMemory().Available;
    }

    /// <summary>A recorder for threads that have a stream of their own.</summary>
    public static IStepRecorder CreateRecorder() => new Recorder();

    /// <summary>Gives the calling thread a stream of its own until the result is disposed of, on the same thread.</summary>
    public static IDisposable EnterStream(torch.Device device) => new CudaStream(device);

    /// <summary>
    /// Waits for the work of the calling thread's stream. Never wait for the whole device where others may be recording: CUDA forbids that.
    /// </summary>
    public static void Synchronize() => CudaStream.Synchronize();

    private sealed class Recorder : IStepRecorder
    {
        public IStepRecording Record(Action step) => new Recording(CudaGraph.Record(step));
    }

    private sealed class Recording(CudaGraph graph) : IStepRecording
    {
        public void Replay() => graph.Replay();

        public void Dispose()
        {
            // The last replay may still be running in the memory that this frees.
            CudaStream.Synchronize();
            graph.Dispose();
        }
    }
#else
    /// <summary>False: TorchSharp has no CUDA graphs.</summary>
    public static bool IsAvailable => false;

    /// <summary>Not there.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static long FreeBytes(torch.Device device) => throw Missing();

    /// <summary>Not there.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static IStepRecorder CreateRecorder() => throw Missing();

    /// <summary>Not there.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static IDisposable EnterStream(torch.Device device) => throw Missing();

    /// <summary>Not there.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static void Synchronize() => throw Missing();

    private static PlatformNotSupportedException Missing() => new("Recorded steps need the project's own binding of LibTorch; look at IsAvailable first.");
#endif
}
