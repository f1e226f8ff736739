using System.Numerics;

namespace LotteryLab.Engine.Masks;

/// <summary>
/// Mask of one tensor, one bit a weight in row-major order: bit i of word i / 64 (least significant first) is 1 when weight i is kept.
/// Immutable; bits beyond <see cref="Count"/> are zero.
/// </summary>
public sealed class BitMask : IEquatable<BitMask>
{
    private readonly ulong[] words;

    private BitMask(ulong[] words, long count)
    {
        this.words = words;
        Count = count;
        Kept = words.Sum(word => (long)BitOperations.PopCount(word));
    }

    /// <summary>Number of weights.</summary>
    public long Count { get; }

    /// <summary>Number of weights that are kept.</summary>
    public long Kept { get; }

    /// <summary>Kept / all, in [0, 1].</summary>
    public double Density => Count == 0 ? 1 : (double)Kept / Count;

    /// <summary>The packed bits.</summary>
    public ReadOnlySpan<ulong> Words => words;

    /// <summary>Whether weight <paramref name="index"/> (flat, row-major) is kept.</summary>
    public bool this[long index] => (words[index >> 6] >> (int)(index & 63) & 1) != 0;

    /// <summary>Every weight kept.</summary>
    public static BitMask Full(long count)
    {
        var words = new ulong[(count + 63) / 64];
        Array.Fill(words, ulong.MaxValue);
        if ((count & 63) != 0)
        {
            words[^1] = (1UL << (int)(count & 63)) - 1;
        }

        return new BitMask(words, count);
    }

    /// <summary>Keeps the weights for which <paramref name="isKept"/> says so.</summary>
    public static BitMask From(long count, Func<long, bool> isKept)
    {
        var words = new ulong[(count + 63) / 64];
        for (var i = 0L; i < count; i++)
        {
            if (isKept(i))
            {
                words[i >> 6] |= 1UL << (int)(i & 63);
            }
        }

        return new BitMask(words, count);
    }

    /// <summary>Keeps the weights whose value is not zero.</summary>
    public static BitMask FromFloats(ReadOnlySpan<float> values)
    {
        var words = new ulong[(values.Length + 63) / 64];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                words[i >> 6] |= 1UL << (i & 63);
            }
        }

        return new BitMask(words, values.Length);
    }

    /// <summary>Takes packed words as they are; bits beyond <paramref name="count"/> must be zero.</summary>
    /// <exception cref="ArgumentException">The number of words or the trailing bits do not fit.</exception>
    public static BitMask FromWords(ReadOnlySpan<ulong> words, long count)
    {
        if (words.Length != (count + 63) / 64)
        {
            throw new ArgumentException($"A mask of {count} weights has {(count + 63) / 64} words, not {words.Length}.", nameof(words));
        }

        if ((count & 63) != 0 && words.Length > 0 && words[^1] >> (int)(count & 63) != 0)
        {
            throw new ArgumentException($"A mask of {count} weights has bits set beyond its end.", nameof(words));
        }

        return new BitMask(words.ToArray(), count);
    }

    /// <summary>1.0 where kept, 0.0 where pruned.</summary>
    public float[] ToFloats()
    {
        var values = new float[Count];
        for (var i = 0L; i < Count; i++)
        {
            values[i] = this[i] ? 1f : 0f;
        }

        return values;
    }

    /// <summary>Number of kept weights from index <paramref name="from"/> up to, without, index <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the mask.</exception>
    public int KeptIn(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Count);
        if (from == to)
        {
            return 0;
        }

        var (first, last) = ((int)(from >> 6), (int)((to - 1) >> 6));
        var (head, tail) = (ulong.MaxValue << (int)(from & 63), ulong.MaxValue >> (int)(-to & 63));
        if (first == last)
        {
            return BitOperations.PopCount(words[first] & head & tail);
        }

        var kept = BitOperations.PopCount(words[first] & head) + BitOperations.PopCount(words[last] & tail);
        for (var i = first + 1; i < last; i++)
        {
            kept += BitOperations.PopCount(words[i]);
        }

        return kept;
    }

    /// <summary>Whether every weight kept here is kept in <paramref name="other"/> too.</summary>
    public bool IsSubsetOf(BitMask other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & ~other.words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(BitMask? other) => other is not null && Count == other.Count && words.AsSpan().SequenceEqual(other.words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BitMask);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Kept, words.Length > 0 ? words[0] : 0);
}
