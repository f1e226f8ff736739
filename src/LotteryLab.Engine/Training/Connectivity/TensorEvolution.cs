using System.Numerics;
using System.Runtime.InteropServices;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Training.Connectivity;

/// <summary>How the mask of one tensor has changed since the start: what the last update did and which positions were ever active.</summary>
internal sealed class TensorEvolution(string name, BitMask start)
{
    private const int Counters = 6;

    private readonly ulong[] explored = start.Words.ToArray();
    private readonly long[] counters = new long[Counters];

    /// <summary>Parameter name.</summary>
    public string Name { get; } = name;

    /// <summary>Mask at the start of the run.</summary>
    public BitMask Start { get; } = start;

    /// <summary>A tensor that is dense or empty never changes.</summary>
    public bool CanChange => Start.Kept > 0 && Start.Kept < Start.Count;

    /// <summary>Weights that the last update dropped and did not bring back.</summary>
    public long Dropped => counters[0];

    /// <summary>Weights that the last update grew where none was before.</summary>
    public long Grown => counters[1];

    /// <summary>Weights that the last update dropped and grew again.</summary>
    public long Regrown => counters[2];

    /// <summary>Weights that were dropped and not brought back, over all updates.</summary>
    public long DroppedInTotal => counters[3];

    /// <summary>Positions that were active at some time.</summary>
    public long Explored => explored.Sum(word => (long)BitOperations.PopCount(word));

    /// <summary>Everything about the tensor as one list of numbers, for checkpoints.</summary>
    public long[] State => [.. counters, .. MemoryMarshal.Cast<ulong, long>(explored.AsSpan())];

    /// <summary>Counts an update.</summary>
    /// <param name="before">Mask before.</param>
    /// <param name="kept">What survived the drop.</param>
    /// <param name="after">Mask after.</param>
    public void Record(BitMask before, BitMask kept, BitMask after)
    {
        counters[0] = ConnectivityUpdate.Except(before, after).Kept;
        counters[1] = ConnectivityUpdate.Except(after, before).Kept;
        counters[2] = after.Kept - kept.Kept - counters[1];
        for (var i = 0; i < Counters / 2; i++)
        {
            counters[i + (Counters / 2)] += counters[i];
        }

        for (var i = 0; i < explored.Length; i++)
        {
            explored[i] |= after.Words[i];
        }
    }

    /// <summary>Positions in which the mask differs from the one at the start.</summary>
    public long DistanceToStart(BitMask now)
    {
        var distance = 0L;
        for (var i = 0; i < now.Words.Length; i++)
        {
            distance += BitOperations.PopCount(now.Words[i] ^ Start.Words[i]);
        }

        return distance;
    }

    /// <summary>Takes over what <see cref="State"/> gave.</summary>
    public void Restore(ReadOnlySpan<long> state)
    {
        state[..Counters].CopyTo(counters);
        MemoryMarshal.Cast<long, ulong>(state[Counters..]).CopyTo(explored);
    }
}
