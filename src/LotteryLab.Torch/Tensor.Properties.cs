using LotteryLab.Torch.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static unsafe partial class torch
{
    public partial class Tensor
    {
        /// <summary>Number of dimensions.</summary>
        public long Dimensions => NativeMethods.ll_dim(Handle);

        /// <summary>Number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => NativeMethods.ll_numel(Handle);

        /// <summary>Bytes per element.</summary>
        public long ElementSize => element_size();

        /// <summary>Element type.</summary>
        public ScalarType dtype => (ScalarType)NativeMethods.ll_dtype(Handle);

        /// <summary>The device that holds the data.</summary>
        public Device device
        {
            get
            {
                var info = Information();
                return info.DeviceType == 0 ? CPU : new Device(DeviceCodes.FromNative(info.DeviceType), info.DeviceIndex);
            }
        }

        /// <summary>Kind of the device that holds the data.</summary>
        public DeviceType device_type => DeviceCodes.FromNative(NativeMethods.ll_device_type(Handle));

        /// <summary>Number of the device among those of its kind; -1 for the CPU.</summary>
        public int device_index => Information().DeviceIndex;

        /// <summary>Whether the data is on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether the tensor has a shape but no data.</summary>
        public bool is_meta => device_type == DeviceType.META;

        /// <summary>Size of each dimension.</summary>
        public long[] shape
        {
            get
            {
                var sizes = new long[NativeMethods.ll_dim(Handle)];
                fixed (long* p = sizes)
                {
                    NativeMethods.Check(NativeMethods.ll_sizes(Handle, p));
                }

                return sizes;
            }
        }

        /// <summary>Whether autograd records operations on this tensor. Only leaves can be switched off.</summary>
        public bool requires_grad
        {
            get
            {
                NativeMethods.Check(NativeMethods.ll_requires_grad(Handle, out var yes));
                return yes != 0;
            }

            set => NativeMethods.Check(NativeMethods.ll_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>Whether the tensor was made by the user rather than by a recorded operation.</summary>
        public bool is_leaf
        {
            get
            {
                NativeMethods.Check(NativeMethods.ll_is_leaf(Handle, out var yes));
                return yes != 0;
            }
        }

        /// <summary>The accumulated gradient, of the tensor's own shape; null when there is none. Each read gives a new object.</summary>
        public Tensor? grad
        {
            get
            {
                NativeMethods.Check(NativeMethods.ll_grad(Handle, out var gradient));
                return Wrap(gradient);
            }

            set => NativeMethods.Check(NativeMethods.ll_set_grad(Handle, value is null ? 0 : value.Handle));
        }

        /// <summary>The elements as bytes: CPU, contiguous, below 2 GiB. Valid as long as the tensor is not disposed of.</summary>
        public Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("The bytes of a tensor can be reached only when it is contiguous: call contiguous() first.");
                }

                return new Span<byte>(DataOnCpu(), checked((int)(NumberOfElements * ElementSize)));
            }

            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                {
                    throw new ArgumentException($"The tensor has {NumberOfElements * ElementSize} bytes, {value.Length} were given.");
                }

                value.CopyTo(bytes);
            }
        }

        /// <summary>Number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>Number of elements.</summary>
        public long numel() => NumberOfElements;

        /// <summary>Bytes per element.</summary>
        public long element_size() => Information().ElementSize;

        /// <summary>Size of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>Size of one dimension; negative numbers count from the end.</summary>
        public long size(int dim) => shape[Wrapped(dim)];

        /// <summary>Elements to step over for the next index, for each dimension.</summary>
        public long[] stride()
        {
            var strides = new long[NativeMethods.ll_dim(Handle)];
            fixed (long* p = strides)
            {
                NativeMethods.Check(NativeMethods.ll_strides(Handle, p));
            }

            return strides;
        }

        /// <summary>Elements to step over for the next index in one dimension.</summary>
        public long stride(int dim) => stride()[Wrapped(dim)];

        /// <summary>Position of the first element in the storage, in elements.</summary>
        public long storage_offset()
        {
            NativeMethods.Check(NativeMethods.ll_storage_offset(Handle, out var offset));
            return offset;
        }

        /// <summary>Whether the elements lie one after the other, last dimension fastest.</summary>
        public bool is_contiguous()
        {
            NativeMethods.Check(NativeMethods.ll_is_contiguous(Handle, 0, out var yes));
            return yes != 0;
        }

        /// <summary>Whether the data is on the CPU.</summary>
        public bool is_cpu() => device_type == DeviceType.CPU;

        /// <summary>Whether the element type is an integer type.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether the element type is a floating-point type.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether the element type is complex.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>The elements in row-major order, from a CPU tensor whose type is <typeparamref name="T"/>.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element, whose type must be <typeparamref name="T"/>; on any device.</summary>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"Number of elements in the tensor must be 1, it is {NumberOfElements}");
            }

            RequireElementType<T>();
            if (device_type == DeviceType.CPU)
            {
                return *(T*)DataOnCpu();
            }

            using var here = cpu();
            return *(T*)here.DataOnCpu();
        }

        internal void* DataOnCpu()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }

            NativeMethods.Check(NativeMethods.ll_data(Handle, out var data));
            return (void*)data;
        }

        private TensorInfo Information()
        {
            TensorInfo info;
            NativeMethods.Check(NativeMethods.ll_tensor_info(Handle, &info));
            return info;
        }

        private long Wrapped(long dim) => dim < 0 ? dim + Dimensions : dim;

        private void RequireElementType<T>()
            where T : unmanaged
        {
            if (ElementTypes.Of<T>() != dtype)
            {
                throw new ArgumentException($"The tensor's elements are {dtype}, not {typeof(T).Name}: convert with to_type first.");
            }
        }
    }
}
