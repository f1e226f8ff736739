using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Datasets;

/// <summary>
/// Replaces bytes by the floats that a table of 256 has for them. Our own binding of LibTorch looks them up in registers where the processor
/// can (AVX-512 VBMI); one value at a time, the batch of LeNet-300-100 takes a tenth of its training step.
/// </summary>
internal sealed class PixelTable
{
    private const int Entries = 256;

    private readonly float[] floats;
    private readonly byte[] planes;

    /// <param name="floats">What each of the 256 values becomes.</param>
    internal PixelTable(ReadOnlySpan<float> floats)
    {
        this.floats = floats[..Entries].ToArray();
        planes = Split(MemoryMarshal.AsBytes(this.floats.AsSpan()));
    }

    /// <summary>Tests switch this off to compare both ways; the results are the same bits.</summary>
    internal bool UsesVectors { get; init; } = AreVectorsSupported;

    /// <summary>Writes what each of <paramref name="values"/> becomes.</summary>
    internal void LookUp(ReadOnlySpan<byte> values, Span<float> into)
    {
        // A byte cannot leave the table, but a result could leave its place.
        into = into[..values.Length];
        var done = UsesVectors ? LookUpVectors(values, into) : 0;
        LookUpSingly(values[done..], into[done..]);
    }

#if NATIVE_TORCH
    private static bool AreVectorsSupported => Torch.ByteLookup.IsSupported;

    private int LookUpVectors(ReadOnlySpan<byte> values, Span<float> into) => Torch.ByteLookup.LookUp(values, planes, into);
#else
    private static bool AreVectorsSupported => false;

    private int LookUpVectors(ReadOnlySpan<byte> values, Span<float> into) => 0;
#endif

    private void LookUpSingly(ReadOnlySpan<byte> values, Span<float> into)
    {
        // The checks of a plain loop would cost more than the work.
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var scaled = ref MemoryMarshal.GetReference(floats.AsSpan());
        ref var target = ref MemoryMarshal.GetReference(into);
        nuint i = 0;
        for (; i + 4 <= (nuint)values.Length; i += 4)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref scaled, (nuint)Unsafe.Add(ref value, i));
            Unsafe.Add(ref target, i + 1) = Unsafe.Add(ref scaled, (nuint)Unsafe.Add(ref value, i + 1));
            Unsafe.Add(ref target, i + 2) = Unsafe.Add(ref scaled, (nuint)Unsafe.Add(ref value, i + 2));
            Unsafe.Add(ref target, i + 3) = Unsafe.Add(ref scaled, (nuint)Unsafe.Add(ref value, i + 3));
        }

        for (; i < (nuint)values.Length; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref scaled, (nuint)Unsafe.Add(ref value, i));
        }
    }

    /// <summary>All first bytes of the floats, then all second ones, and so on.</summary>
    private static byte[] Split(ReadOnlySpan<byte> floats)
    {
        var planes = new byte[floats.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            planes[((i % sizeof(float)) * Entries) + (i / sizeof(float))] = floats[i];
        }

        return planes;
    }
}
