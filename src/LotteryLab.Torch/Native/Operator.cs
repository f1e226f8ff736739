using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Native;

/// <summary>An ATen operator, looked up once by name and overload, for example <c>add.Tensor</c>.</summary>
/// <remarks>Arguments left out at the end take the defaults of the operator's schema.</remarks>
internal sealed unsafe class Operator(string name)
{
    private const int MaxResults = 8;
    private nint _handle;

    private nint Handle => _handle != 0 ? _handle : Find();

    /// <summary>Runs the operator and wraps its only result, a tensor.</summary>
    internal Tensor Run(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results);
        return Own(results[0].Pointer);
    }

    /// <summary>Runs an operator with two results, both tensors.</summary>
    internal (Tensor First, Tensor Second) RunTwo(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results);
        return (Own(results[0].Pointer), Own(results[1].Pointer));
    }

    /// <summary>Runs an operator with three results, all tensors.</summary>
    internal (Tensor First, Tensor Second, Tensor Third) RunThree(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results);
        return (Own(results[0].Pointer), Own(results[1].Pointer), Own(results[2].Pointer));
    }

    /// <summary>Runs an operator whose only result is a list of tensors.</summary>
    internal Tensor[] RunList(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results);
        var handles = (nint*)results[0].Pointer;
        var tensors = new Tensor[results[0].Count];
        for (var k = 0; k < tensors.Length; k++)
        {
            tensors[k] = Own(handles[k]);
        }

        NativeMethods.ll_free((nint)handles);
        return tensors;
    }

    /// <summary>Runs an operator whose only result is a number or a truth value.</summary>
    internal NativeValue RunValue(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue* results = stackalloc NativeValue[MaxResults];
        Invoke(arguments, results);
        return results[0];
    }

    /// <summary>Runs an operator that changes <paramref name="target"/>, which is its first argument, and returns that.</summary>
    internal Tensor RunOn(Tensor target, params ReadOnlySpan<Argument> rest)
    {
        Argument[]? rented = null;
        if (rest.Length > 7)
        {
            rented = new Argument[rest.Length + 1];
        }

        var inline = default(EightArguments);
        Span<Argument> all = rented ?? ((Span<Argument>)inline)[..(rest.Length + 1)];
        all[0] = target;
        rest.CopyTo(all[1..]);
        Invoke(all, null);
        return target;
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, NativeValue* results)
    {
        NativeValue* values = stackalloc NativeValue[arguments.Length];
        // Lists are copied to the stack: cheaper than pinning, and nothing outlives the call.
        var bytes = 0;
        foreach (ref readonly var argument in arguments)
        {
            bytes += argument.Count > 0 ? StorageFor(argument) : 0;
        }

        var storage = bytes == 0 ? null : bytes <= 4096 ? AsPointer(stackalloc long[(bytes / 8) + 1]) : (byte*)NativeMemory.Alloc((nuint)bytes + 8);
        try
        {
            var free = storage;
            for (var k = 0; k < arguments.Length; k++)
            {
                free += Marshalling.Write(arguments[k], ref values[k], free);
            }

            int count;
            NativeMethods.Check(NativeMethods.ll_call(Handle, values, arguments.Length, results, MaxResults, &count));
        }
        finally
        {
            if (bytes > 4096)
            {
                NativeMemory.Free(storage);
            }
        }

        // A tensor whose last use is this call must not be finalised while native code still reads it.
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Reference);
        }
    }

    private static byte* AsPointer(Span<long> span) => (byte*)Unsafe.AsPointer(ref span[0]);

    private static int StorageFor(in Argument argument) => argument.Kind switch
    {
        ValueKind.Device => 0,
        ValueKind.Bools => (argument.Count + 7) & ~7,
        _ => argument.Count * 8,
    };

    internal nint Find()
    {
        var dot = name.IndexOf('.');
        var (main, overload) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        NativeMethods.Check(NativeMethods.ll_operator(main.Contains("::", StringComparison.Ordinal) ? main : "aten::" + main, overload, out var handle));
        // Two threads may both look it up; the handles are equal in effect and live as long as the process.
        return _handle = handle;
    }

    [InlineArray(8)]
    private struct EightArguments
    {
        private Argument _first;
    }
}
