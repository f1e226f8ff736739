using LotteryLab.Engine.Masks;
using TorchSharp;

namespace LotteryLab.Engine.Pruning;

/// <summary>
/// Random masks. Permutations are those of open_lth, bit for bit: one standard normal per weight from a CPU generator, positions ordered
/// by it.
/// </summary>
public static class RandomMasks
{
    /// <summary>
    /// Permutes each mask inside its tensor, so every tensor keeps its count. The i-th tensor in name order takes seed + i.
    /// </summary>
    public static MaskSet ShuffleLayers(MaskSet masks, long seed)
    {
        var seeds = masks.Entries
            .Select(entry => entry.Key)
            .Order(StringComparer.Ordinal)
            .Select((name, i) => (name, seed: seed + i))
            .ToDictionary(pair => pair.name, pair => pair.seed, StringComparer.Ordinal);
        return new MaskSet(masks.Entries.Select(entry => KeyValuePair.Create(entry.Key, Shuffle(entry.Value, seeds[entry.Key]))));
    }

    /// <summary>Permutes all masks together, so only the total stays. Tensors are strung together in name order.</summary>
    public static MaskSet ShuffleGlobally(MaskSet masks, long seed)
    {
        var sorted = masks.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        var all = new bool[masks.Count];
        var position = 0L;
        foreach (var (_, mask) in sorted)
        {
            foreach (var kept in new KeptPositions(mask))
            {
                all[position + kept] = true;
            }

            position += mask.Count;
        }

        var order = Permutation(all.Length, seed);
        var shuffled = new Dictionary<string, BitMask>(StringComparer.Ordinal);
        var start = 0L;
        foreach (var (name, mask) in sorted)
        {
            var offset = start;
            shuffled[name] = BitMask.From(mask.Count, i => all[order[offset + i]]);
            start += mask.Count;
        }

        return new MaskSet(masks.Entries.Select(entry => KeyValuePair.Create(entry.Key, shuffled[entry.Key])));
    }

    /// <summary>Random masks with given numbers of kept weights, tensor by tensor.</summary>
    /// <param name="counts">Name, number of weights and number of kept weights, in forward order.</param>
    /// <param name="seed">Seed; the i-th tensor in name order takes seed + i.</param>
    public static MaskSet WithCounts(IEnumerable<(string Name, long Count, long Kept)> counts, long seed)
    {
        var first = counts.Select(entry => entry.Kept >= 0 && entry.Kept <= entry.Count
            ? KeyValuePair.Create(entry.Name, BitMask.From(entry.Count, i => i < entry.Kept))
            : throw new LotteryLabException("pruning.request", $"'{entry.Name}' cannot keep {entry.Kept} of {entry.Count} weights.", "Ask for a number between 0 and its size."));
        return ShuffleLayers(new MaskSet(first), seed);
    }

    /// <summary>Random masks with a given number of kept weights over the whole network.</summary>
    public static MaskSet WithTotal(IEnumerable<(string Name, long Count)> tensors, long kept, long seed)
    {
        var left = kept;
        var first = new List<KeyValuePair<string, BitMask>>();
        foreach (var (name, count) in tensors)
        {
            var here = Math.Clamp(left, 0, count);
            first.Add(new(name, BitMask.From(count, i => i < here)));
            left -= here;
        }

        return left == 0 && kept >= 0
            ? ShuffleGlobally(new MaskSet(first), seed)
            : throw new LotteryLabException("pruning.request", $"{kept} weights cannot be kept: there are {first.Sum(entry => entry.Value.Count)}.", "Ask for a number between 0 and the size of the network.");
    }

    private static BitMask Shuffle(BitMask mask, long seed)
    {
        var order = Permutation(mask.Count, seed);
        return BitMask.From(mask.Count, i => mask[order[i]]);
    }

    // Element i of the result takes the place-i smallest draw. Sorting draw and index as one number makes equal draws keep their order.
    private static int[] Permutation(long count, long seed)
    {
        if (count == 0)
        {
            return [];
        }

        using var generator = new torch.Generator((ulong)seed);
        using var draws = torch.randn([count], generator: generator);
        var keys = new ulong[count];
        var values = draws.data<float>().ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            var ordered = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
            keys[i] = ((ulong)ordered << 32) | (uint)i;
        }

        Array.Sort(keys);
        return Array.ConvertAll(keys, key => (int)(uint)key);
    }
}
