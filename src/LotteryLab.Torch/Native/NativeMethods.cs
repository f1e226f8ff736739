using System.Runtime.InteropServices;

namespace LotteryLab.Torch.Native;

/// <summary>The entries of shim.cpp. Those that return <see cref="int"/> as a status go through <see cref="Check"/>.</summary>
internal static unsafe partial class NativeMethods
{
    internal const string Library = "lotterylab_torch";

    static NativeMethods() => LibraryLocator.Register();

    internal static void Check(int status)
    {
        if (status != 0)
        {
            throw new TorchException(Marshal.PtrToStringUTF8(ll_error()) ?? "unknown native error");
        }
    }

    [LibraryImport(Library)]
    private static partial nint ll_error();

    [LibraryImport(Library)]
    internal static partial void ll_free(nint pointer);

    [LibraryImport(Library)]
    internal static partial long ll_live_tensors();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ll_operator(string name, string overload, out nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_call(nint op, NativeValue* args, int count, NativeValue* results, int capacity, int* resultCount);

    [LibraryImport(Library)]
    internal static partial void ll_tensor_release(nint handle);

    [LibraryImport(Library)]
    internal static partial nint ll_tensor_retain(nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_tensor_info(nint handle, TensorInfo* info);

    // Reads of one field: too short to pay for a transition that lets the collector run.
    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int ll_dim(nint handle);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int ll_dtype(nint handle);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int ll_device_type(nint handle);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial long ll_numel(nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_sizes(nint handle, long* sizes);

    [LibraryImport(Library)]
    internal static partial int ll_strides(nint handle, long* strides);

    [LibraryImport(Library)]
    internal static partial int ll_storage_offset(nint handle, out long offset);

    [LibraryImport(Library)]
    internal static partial int ll_is_contiguous(nint handle, int memoryFormat, out int yes);

    [LibraryImport(Library)]
    internal static partial int ll_data(nint handle, out nint data);

    [LibraryImport(Library)]
    internal static partial int ll_from_bytes(void* data, long bytes, long* sizes, int dim, int dtype, out nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_requires_grad(nint handle, out int yes);

    [LibraryImport(Library)]
    internal static partial int ll_set_requires_grad(nint handle, int on);

    [LibraryImport(Library)]
    internal static partial int ll_is_leaf(nint handle, out int yes);

    [LibraryImport(Library)]
    internal static partial int ll_retain_grad(nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_grad(nint handle, out nint gradient);

    [LibraryImport(Library)]
    internal static partial int ll_set_grad(nint handle, nint gradient);

    [LibraryImport(Library)]
    internal static partial int ll_backward(nint* tensors, int count, nint* grads, int gradCount, int retain, int create, nint* inputs, int inputCount);

    [LibraryImport(Library)]
    internal static partial int ll_autograd_grad(
        nint* outputs, int count, nint* inputs, int inputCount, nint* grads, int gradCount, int retain, int create, int allowUnused, nint* results);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int ll_grad_mode();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial void ll_set_grad_mode(int on);

    [LibraryImport(Library)]
    internal static partial nint ll_inference_enter(int on);

    [LibraryImport(Library)]
    internal static partial void ll_inference_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int ll_inference_mode();

    [LibraryImport(Library)]
    internal static partial int ll_autocast(int device, out int enabled, out int dtype);

    [LibraryImport(Library)]
    internal static partial int ll_set_autocast(int device, int enabled, int dtype, int nesting);

    [LibraryImport(Library)]
    internal static partial int ll_generator_new(int deviceType, int deviceIndex, ulong seed, out nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_generator_default(int deviceType, int deviceIndex, out nint handle);

    [LibraryImport(Library)]
    internal static partial void ll_generator_release(nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_generator_seed(nint handle, ulong seed);

    [LibraryImport(Library)]
    internal static partial int ll_generator_initial_seed(nint handle, out ulong seed);

    [LibraryImport(Library)]
    internal static partial int ll_generator_state(nint handle, out nint state);

    [LibraryImport(Library)]
    internal static partial int ll_generator_set_state(nint handle, nint state);

    [LibraryImport(Library)]
    internal static partial int ll_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int ll_num_threads();

    [LibraryImport(Library)]
    internal static partial int ll_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int ll_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int ll_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial int ll_deterministic();

    [LibraryImport(Library)]
    internal static partial int ll_set_deterministic(int on, int warnOnly);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ll_save(nint handle, string path);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ll_load(string path, out nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_text(int what, byte* text, int capacity);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_available();

    [LibraryImport(Library)]
    internal static partial int ll_cuda_count();

    [LibraryImport(Library)]
    internal static partial int ll_cuda_synchronize(int index);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_memory(out long available, out long total);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_graphs_built();

    [LibraryImport(Library)]
    internal static partial int ll_cuda_stream_enter(int device, out nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_stream_leave(nint handle);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_stream_synchronize();

    [LibraryImport(Library)]
    internal static partial int ll_cuda_graph_begin(out nint graph);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_graph_end(nint graph);

    [LibraryImport(Library)]
    internal static partial int ll_cuda_graph_replay(nint graph);

    [LibraryImport(Library)]
    internal static partial void ll_cuda_graph_free(nint graph);

    [LibraryImport(Library)]
    internal static partial int ll_sparse_pattern(long rows, long inputs, int* starts, int* inputOf, out nint pattern);

    [LibraryImport(Library)]
    internal static partial void ll_sparse_pattern_release(nint pattern);

    [LibraryImport(Library)]
    internal static partial int ll_sparse_linear(nint input, nint chosen, nint values, nint bias, SparsePattern pattern, int rectified, out nint result);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int ll_sparse_lanes();

    [LibraryImport(Library)]
    internal static partial int ll_linear(nint input, nint weight, nint bias, int rectified, out nint result);

    [LibraryImport(Library)]
    internal static partial int ll_product(nint left, nint right, out nint result);

    [LibraryImport(Library)]
    internal static partial int ll_products_found();

    [LibraryImport(Library)]
    internal static partial int ll_products_used();

    [LibraryImport(Library)]
    internal static partial int ll_products_use(int oneDnn);

    [LibraryImport(Library)]
    internal static partial int ll_products_text(int what, byte* text, int capacity);

    [LibraryImport(Library)]
    internal static partial int ll_cross_entropy(nint scores, nint classes, double smoothing, out nint result);

    [LibraryImport(Library)]
    internal static partial int ll_tally(nint scores, nint classes, ref double loss, ref long right, out int done);

    [LibraryImport(Library)]
    internal static partial int ll_looks_up();

    [LibraryImport(Library)]
    internal static partial long ll_look_up(byte* values, long count, byte* planes, float* to);
}
