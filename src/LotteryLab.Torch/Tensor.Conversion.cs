using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A copy; recorded for differentiation.</summary>
        public Tensor clone() => Ops.clone.Run(this);

        /// <summary>Another object on the same memory.</summary>
        public Tensor alias() => Ops.alias.Run(this);

        /// <summary>The same memory, cut off from the recorded history.</summary>
        public Tensor detach() => Ops.detach.Run(this);

        /// <summary>Cuts this tensor off from the recorded history.</summary>
        public Tensor detach_() => Ops.detach_.RunOn(this);

        /// <summary>Takes the values of another tensor, which may have another type or device.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.RunOn(this, source, nonBlocking);

        /// <summary>One number everywhere.</summary>
        public Tensor fill_(Scalar value) => Ops.fill__Scalar.RunOn(this, value);

        /// <summary>Zero everywhere.</summary>
        public Tensor zero_() => Ops.zero_.RunOn(this);

        /// <summary>Takes over the memory of another tensor.</summary>
        public Tensor set_(Tensor source) => Ops.set__source_Tensor.RunOn(this, source);

        /// <summary>The values in another type; the same memory when the type is the same.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.to_dtype.Run(this, type, non_blocking, copy));

        /// <summary>The values in another type.</summary>
        public Tensor type(ScalarType dtype) => to_type(dtype);

        /// <summary>The values in the type of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>The values in another type.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>The values on another device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        /// <summary>The values on another device.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>The values on another device.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>The values in another type and on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.to_device.Run(this, device, type, non_blocking, copy));

        /// <summary>The values in the type and on the device of another tensor.</summary>
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        /// <summary>The values in main memory; the same memory when they are there.</summary>
        public Tensor cpu() => to(CPU);

        /// <summary>The values on a CUDA device.</summary>
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        /// <summary>The values as truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>The values as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>The values as signed 8-bit integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>The values as 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>The values as 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>The values as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>The values in half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>The values as bfloat16.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>The values in single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>The values in double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);
    }
}
