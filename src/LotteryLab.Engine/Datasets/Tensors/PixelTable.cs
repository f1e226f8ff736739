using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>Replaces bytes by the floats that a table of 256 has for them.</summary>
internal sealed class PixelTable
{
    private const int Entries = 256;

    private readonly float[] floats;

    /// <param name="floats">What each of the 256 values becomes.</param>
    internal PixelTable(ReadOnlySpan<float> floats) => this.floats = floats[..Entries].ToArray();

    /// <summary>Writes what each of <paramref name="values"/> becomes.</summary>
    internal void LookUp(ReadOnlySpan<byte> values, Span<float> into)
    {
        // A byte cannot leave the table, but a result could leave its place.
        into = into[..values.Length];

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
}
