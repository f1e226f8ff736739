using LotteryLab.Torch.Native;

namespace LotteryLab.Torch;

/// <summary>
/// Work on a GPU that was recorded once and is launched as one piece from then on. It reads and writes the same memory every time: tensors that it
/// uses must stay alive and where they are as long as it is replayed.
/// </summary>
public sealed class CudaGraph : IDisposable
{
    // A recording watches its own thread only, but LibTorch's allocator keeps books for all of them.
    private static readonly Lock _recording = new();
    private nint _handle;

    private CudaGraph(nint handle) => _handle = handle;

    /// <summary>Whether the native library can record at all: built with CUDA's headers against a LibTorch with CUDA.</summary>
    public static bool IsBuilt => NativeMethods.ll_cuda_graphs_built() != 0;

    /// <summary>Records what <paramref name="work"/> asks of the current stream of this thread, which must be a <see cref="CudaStream"/>; nothing of it is done yet.</summary>
    /// <param name="work">Has run before, so that libraries have set themselves up, and never waits for the device.</param>
    /// <exception cref="TorchException">The native library cannot record, or the work cannot be recorded. What <paramref name="work"/> throws is passed on.</exception>
    public static CudaGraph Record(Action work)
    {
        lock (_recording)
        {
            NativeMethods.Check(NativeMethods.ll_cuda_graph_begin(out var handle));
            var graph = new CudaGraph(handle);
            try
            {
                work();
            }
            catch
            {
                // The stream must leave recording mode before anything else can run; what was recorded is of no use.
                _ = NativeMethods.ll_cuda_graph_end(handle);
                graph.Dispose();
                throw;
            }

            try
            {
                NativeMethods.Check(NativeMethods.ll_cuda_graph_end(handle));
                return graph;
            }
            catch
            {
                graph.Dispose();
                throw;
            }
        }
    }

    /// <summary>Launches the recorded work on the current stream of this thread.</summary>
    /// <exception cref="TorchException">The device refused.</exception>
    public void Replay()
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        NativeMethods.Check(NativeMethods.ll_cuda_graph_replay(_handle));
    }

    /// <summary>Frees the recording and the memory that it kept for its intermediate results. Wait for the last replay before.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _handle, 0) is not 0 and var handle)
        {
            NativeMethods.ll_cuda_graph_free(handle);
        }
    }
}
