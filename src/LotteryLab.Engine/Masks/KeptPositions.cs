using System.Numerics;

namespace LotteryLab.Engine.Masks;

/// <summary>Walks the kept positions of a mask in ascending order, skipping 64 pruned weights at a time.</summary>
internal ref struct KeptPositions(BitMask mask)
{
    private readonly ReadOnlySpan<ulong> words = mask.Words;
    private int next;
    private ulong pending;

    public int Current { get; private set; }

    public readonly KeptPositions GetEnumerator() => this;

    public bool MoveNext()
    {
        while (pending == 0)
        {
            if (next == words.Length)
            {
                return false;
            }

            pending = words[next++];
        }

        Current = ((next - 1) << 6) + BitOperations.TrailingZeroCount(pending);
        pending &= pending - 1;
        return true;
    }
}
