using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Files;

/// <summary>Moves tensors into and out of safetensors entries.</summary>
public static class TensorBytes
{
    /// <summary>Copies a tensor of any device into an entry. Types other than float64, int64, bfloat16 and byte are stored as float32.</summary>
    public static SafetensorsEntry ToEntry(string name, Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var local = tensor.detach().cpu().contiguous();
        return local.dtype switch
        {
            ScalarType.Float64 => Entry<double>(SafetensorsType.F64, local),
            ScalarType.Int64 => Entry<long>(SafetensorsType.I64, local),
            ScalarType.Byte => Entry<byte>(SafetensorsType.U8, local),
            ScalarType.BFloat16 => BrainFloats(local),
            _ => Entry<float>(SafetensorsType.F32, local.to(ScalarType.Float32)),
        };

        SafetensorsEntry Entry<T>(SafetensorsType type, Tensor values)
            where T : unmanaged =>
            new(name, type, [.. tensor.shape], MemoryMarshal.AsBytes(values.data<T>().ToArray().AsSpan()).ToArray());

        SafetensorsEntry BrainFloats(Tensor values)
        {
            // A brain float is the upper half of the float of the same value, so nothing is lost on the way.
            var floats = values.to(ScalarType.Float32).data<float>().ToArray();
            var halves = Array.ConvertAll(floats, value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16));
            return new(name, SafetensorsType.BF16, [.. tensor.shape], MemoryMarshal.AsBytes(halves.AsSpan()).ToArray());
        }
    }

    /// <summary>A new CPU tensor with the values of an entry; it belongs to the caller.</summary>
    public static Tensor ToTensor(SafetensorsEntry entry)
    {
        long[] shape = [.. entry.Shape];
        var bytes = entry.Bytes.Span;
        switch (entry.Type)
        {
            case SafetensorsType.F64:
                return torch.tensor(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), shape);
            case SafetensorsType.I64:
                return torch.tensor(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), shape);
            case SafetensorsType.U8:
                return torch.tensor(bytes.ToArray(), shape);
            case SafetensorsType.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes).ToArray();
                using (var floats = torch.tensor(Array.ConvertAll(halves, half => BitConverter.UInt32BitsToSingle((uint)half << 16)), shape))
                {
                    return floats.to(ScalarType.BFloat16);
                }

            default:
                return torch.tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape);
        }
    }
}
