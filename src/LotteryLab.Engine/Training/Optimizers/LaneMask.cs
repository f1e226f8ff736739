using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>Turns packed mask bits into vector lanes. A vector never straddles a 64-bit word because its width divides 64.</summary>
internal static class LaneMask
{
    /// <summary>Bits of a vector whose weights are all kept.</summary>
    internal static readonly uint All = Vector<float>.Count == 32 ? uint.MaxValue : (1u << Vector<float>.Count) - 1;

    private const uint AllWide = ushort.MaxValue;

    private static readonly Vector<int> LaneBits = CreateLaneBits();

    /// <summary>Mask bits of the vector that starts at weight <paramref name="index"/>, which is a multiple of the vector's width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Bits(ReadOnlySpan<ulong> words, int index) =>
        words.IsEmpty ? All : (uint)(words[index >> 6] >> (index & 63)) & All;

    /// <summary>Whether a single weight is kept; an empty mask keeps all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsKept(ReadOnlySpan<ulong> words, int index) =>
        words.IsEmpty || (words[index >> 6] >> (index & 63) & 1) != 0;

    /// <summary>The values of kept lanes, zero in the others (even where the value is NaN).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Keep(Vector<float> values, uint bits) =>
        bits == All
            ? values
            : Vector.ConditionalSelect(Vector.Equals(new Vector<int>((int)bits) & LaneBits, LaneBits), values, Vector<float>.Zero);

    /// <summary>As <see cref="Bits"/>, for a vector of 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint WideBits(ReadOnlySpan<ulong> words, int index) =>
        words.IsEmpty ? AllWide : (uint)(words[index >> 6] >> (index & 63)) & AllWide;

    /// <summary>As the other, for a vector of 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Keep(Vector512<float> values, uint bits)
    {
        if (bits == AllWide)
        {
            return values;
        }

        var lanes = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.ConditionalSelect(Vector512.Equals(Vector512.Create((int)bits) & lanes, lanes).AsSingle(), values, Vector512<float>.Zero);
    }

    private static Vector<int> CreateLaneBits()
    {
        Span<int> lanes = stackalloc int[Vector<int>.Count];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = 1 << i;
        }

        return new Vector<int>(lanes);
    }
}
