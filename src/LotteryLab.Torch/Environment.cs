using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Version of the LibTorch in use.</summary>
    public static string __version__ => LotteryLab.Torch.NativeRuntime.Version;

    /// <summary>The innermost dispose scope of this thread, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.CurrentDisposeScope;

    /// <summary>Opens a dispose scope on this thread.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.Enter();

    /// <summary>Runs <paramref name="expr"/> in a scope of its own that only the result leaves.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Threads that one operation may use, as seen by this thread.</summary>
    public static int get_num_threads() => NativeMethods.ll_num_threads();

    /// <summary>Sets how many threads one operation may use. Counts for the calling thread and for threads that start later.</summary>
    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.ll_set_num_threads(num));

    /// <summary>Threads for operations side by side.</summary>
    public static int get_num_interop_threads() => NativeMethods.ll_num_interop_threads();

    /// <summary>Sets the threads for operations side by side; once, before any such work.</summary>
    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.ll_set_num_interop_threads(num));

    /// <summary>Writes a tensor in LibTorch's own format, which <see cref="load"/> reads.</summary>
    public static void save(Tensor t, string location) => t.save(location);

    /// <summary>Reads a tensor that <see cref="save"/> wrote.</summary>
    public static Tensor load(string location) => Tensor.load(location);

    public partial class Tensor
    {
        /// <summary>Writes the tensor in LibTorch's own format.</summary>
        public void save(string location) => NativeMethods.Check(NativeMethods.ll_save(Handle, location));

        /// <summary>Reads a tensor that <see cref="save(string)"/> wrote.</summary>
        public static Tensor load(string location)
        {
            NativeMethods.Check(NativeMethods.ll_load(location, out var handle));
            return new Tensor(handle);
        }

        /// <summary>Reads a tensor in TorchSharp's format; see <see cref="TensorExtensionMethods.Save(Tensor, BinaryWriter)"/>.</summary>
        public static Tensor Load(BinaryReader reader)
        {
            var type = (ScalarType)reader.Read7BitEncodedInt64();
            var shape = new long[reader.Read7BitEncodedInt64()];
            for (var k = 0; k < shape.Length; k++)
            {
                shape[k] = reader.Read7BitEncodedInt64();
            }

            var tensor = empty(shape, dtype: type);
            reader.BaseStream.ReadExactly(tensor.bytes);
            return tensor;
        }

        /// <summary>Reads a tensor in TorchSharp's format from a stream, which stays open.</summary>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }
    }
}
