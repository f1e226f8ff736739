using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LotteryLab.Engine.Datasets;

/// <summary>
/// Replaces bytes by the floats that a table of 256 has for them. Where the processor can look bytes up in registers (AVX-512 VBMI), the table lies
/// there as four tables of one byte each; one value at a time, the batch of LeNet-300-100 takes a tenth of its training step.
/// </summary>
internal sealed class PixelTable
{
    private const int Entries = 256;
    private const int Block = 64;

    private readonly float[] floats;
    private readonly byte[] planes;

    /// <param name="floats">What each of the 256 values becomes.</param>
    internal PixelTable(ReadOnlySpan<float> floats)
    {
        this.floats = floats[..Entries].ToArray();
        planes = Split(MemoryMarshal.AsBytes(this.floats.AsSpan()));
    }

    /// <summary>Tests switch this off to compare both ways; the results are the same bits.</summary>
    internal bool UsesVectors { get; init; } = Avx512Vbmi.IsSupported && Avx512BW.IsSupported;

    /// <summary>Writes what each of <paramref name="values"/> becomes.</summary>
    internal void LookUp(ReadOnlySpan<byte> values, Span<float> into)
    {
        // A byte cannot leave the table, but a result could leave its place.
        into = into[..values.Length];
        var done = UsesVectors ? LookUpVectors(values, into) : 0;
        LookUpSingly(values[done..], into[done..]);
    }

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

    /// <summary>Number of values that were looked up: all but the last few.</summary>
    private int LookUpVectors(ReadOnlySpan<byte> values, Span<float> into)
    {
        var first = Plane.Load(planes, 0);
        var second = Plane.Load(planes, 1);
        var third = Plane.Load(planes, 2);
        var fourth = Plane.Load(planes, 3);

        // Unpacking works within quarters of a register. With the groups of four pixels in this order, its results are 16 pixels in a row each.
        var order = Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var target = ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(into));
        var count = values.Length - (values.Length % Block);
        for (var i = 0; i < count; i += Block)
        {
            var pixels = Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(ref value, (nuint)i).AsInt32(), order).AsByte();
            var (one, two, three, four) = (first.At(pixels), second.At(pixels), third.At(pixels), fourth.At(pixels));
            var lowFront = Avx512BW.UnpackLow(one, two).AsInt16();
            var highFront = Avx512BW.UnpackHigh(one, two).AsInt16();
            var lowBack = Avx512BW.UnpackLow(three, four).AsInt16();
            var highBack = Avx512BW.UnpackHigh(three, four).AsInt16();
            ref var to = ref Unsafe.Add(ref target, (nuint)i * sizeof(float));
            Avx512BW.UnpackLow(lowFront, lowBack).AsByte().StoreUnsafe(ref to);
            Avx512BW.UnpackHigh(lowFront, lowBack).AsByte().StoreUnsafe(ref to, 64);
            Avx512BW.UnpackLow(highFront, highBack).AsByte().StoreUnsafe(ref to, 128);
            Avx512BW.UnpackHigh(highFront, highBack).AsByte().StoreUnsafe(ref to, 192);
        }

        return count;
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

    /// <summary>A table of 256 bytes in four registers.</summary>
    private readonly struct Plane(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c, Vector512<byte> d)
    {
        public static Plane Load(byte[] planes, int plane)
        {
            var bytes = planes.AsSpan(plane * Entries, Entries);
            return new(Vector512.Create<byte>(bytes), Vector512.Create<byte>(bytes[64..]), Vector512.Create<byte>(bytes[128..]), Vector512.Create<byte>(bytes[192..]));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> At(Vector512<byte> indices) => Vector512.ConditionalSelect(
            Vector512.GreaterThan(indices, Vector512.Create((byte)127)),
            Avx512Vbmi.PermuteVar64x8x2(c, indices, d),
            Avx512Vbmi.PermuteVar64x8x2(a, indices, b));
    }
}
