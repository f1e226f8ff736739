using System.Text;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Native;

/// <summary>Turns arguments into native values.</summary>
internal static unsafe class Marshalling
{
    /// <summary>Writes one argument; lists go to <paramref name="storage"/>. Returns the bytes used there.</summary>
    internal static int Write(in Argument argument, ref NativeValue value, byte* storage)
    {
        value.Kind = argument.Kind;
        value.Count = argument.Count;
        value.Integer = argument.Bits;
        switch (argument.Kind)
        {
            case ValueKind.Tensor:
                value.Pointer = ((Tensor)argument.Reference!).Handle;
                return 0;
            case ValueKind.Generator:
                value.Pointer = ((Generator)argument.Reference!).Handle;
                return 0;
            case ValueKind.Ints:
                ((long[])argument.Reference!).CopyTo(new Span<long>(storage, argument.Count));
                break;
            case ValueKind.Doubles:
                ((double[])argument.Reference!).CopyTo(new Span<double>(storage, argument.Count));
                break;
            case ValueKind.Tensors or ValueKind.OptionalTensors:
                WriteHandles((Tensor?[])argument.Reference!, (nint*)storage);
                break;
            case ValueKind.Bools:
                ((bool[])argument.Reference!).CopyTo(new Span<bool>(storage, argument.Count));
                value.Pointer = (nint)storage;
                return (argument.Count + 7) & ~7;
            case ValueKind.String:
                return WriteText((string)argument.Reference!, ref value, storage);
            default:
                return 0;
        }

        value.Pointer = (nint)storage;
        return argument.Count * 8;
    }

    internal static void WriteHandles(IReadOnlyList<Tensor?> tensors, nint* handles)
    {
        for (var k = 0; k < tensors.Count; k++)
        {
            handles[k] = tensors[k] is { } tensor ? tensor.Handle : 0;
        }
    }

    private static int WriteText(string text, ref NativeValue value, byte* storage)
    {
        // Only names and equations come here, all ASCII, so the bytes reserved (8 a character) are more than enough.
        value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(storage, text.Length * 8));
        value.Pointer = (nint)storage;
        return text.Length * 8;
    }
}
