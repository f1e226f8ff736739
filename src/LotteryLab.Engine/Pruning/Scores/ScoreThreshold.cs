using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Turns scores into masks (card 02, A3 and A7).</summary>
public static class ScoreThreshold
{
    /// <summary>
    /// The rule of the reference code: the k-th smallest score of all positions, pruned ones included, is the threshold and everything
    /// at or below it goes, ties too. Masks are written anew: a pruned weight may come back.
    /// </summary>
    public static MaskSet Reference(ScoreSet scores, MaskSet before, IReadOnlyList<ScorePool> pools)
    {
        scores.RefuseNaN();
        var masks = before.Entries.ToDictionary(StringComparer.Ordinal);
        foreach (var pool in pools.Where(pool => pool.Removed >= 1))
        {
            var lists = pool.Tensors.Select(name => scores[name]).ToList();
            var threshold = ScoreOrder.Select(lists, counts: null, pool.Removed - 1);
            foreach (var name in pool.Tensors)
            {
                var values = scores[name];
                masks[name] = BitMask.From(values.Length, i => ScoreOrder.Key(values[i]) > threshold);
            }
        }

        return new MaskSet(before.Entries.Select(entry => KeyValuePair.Create(entry.Key, masks[entry.Key])));
    }

    /// <summary>
    /// Exactly as many as asked: first what is pruned already, then ascending scores; equal scores in tensor order, then by index. Masks are
    /// nested. Weights are grouped into units of neighbours, which go whole and are ranked by their mean score; with units the largest
    /// number that fits goes.
    /// </summary>
    /// <param name="scores">Scores.</param>
    /// <param name="before">Masks that the new ones are subsets of.</param>
    /// <param name="pools">Which tensors compete, and how many weights go.</param>
    /// <param name="unitSizes">Weights of a unit for each tensor; 1 where it is not given.</param>
    public static MaskSet Exact(ScoreSet scores, MaskSet before, IReadOnlyList<ScorePool> pools, IReadOnlyDictionary<string, long>? unitSizes = null)
    {
        scores.RefuseNaN();
        var masks = before.Entries.ToDictionary(StringComparer.Ordinal);
        foreach (var pool in pools)
        {
            var isSingle = unitSizes is null || pool.Tensors.All(name => unitSizes.GetValueOrDefault(name, 1) == 1);
            if (isSingle)
            {
                RemoveWeights(scores, masks, pool);
            }
            else
            {
                RemoveUnits(scores, masks, pool, unitSizes!);
            }
        }

        return new MaskSet(before.Entries.Select(entry => KeyValuePair.Create(entry.Key, masks[entry.Key])));
    }

    /// <summary>Keeps the best <paramref name="kept"/> of every <paramref name="of"/> neighbours along the input dimension (card 03, F).</summary>
    /// <param name="scores">Scores of one tensor in row-major order.</param>
    /// <param name="shape">Sizes as [out, in] or [out, in, height, width]; in must be divisible by <paramref name="of"/>.</param>
    /// <param name="kept">N.</param>
    /// <param name="of">M.</param>
    public static BitMask Groups(double[] scores, IReadOnlyList<long> shape, int kept, int of)
    {
        var space = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
        var isKept = new bool[scores.Length];
        var group = new int[of];
        for (var first = 0L; first < scores.Length / of; first++)
        {
            // Group number = (output, group of inputs, place in the kernel); the members are one kernel apart.
            var start = (first / space * of * space) + (first % space);
            for (var i = 0; i < of; i++)
            {
                group[i] = (int)(start + (i * space));
            }

            foreach (var place in group.OrderByDescending(place => scores[place]).ThenBy(place => place).Take(kept))
            {
                isKept[place] = true;
            }
        }

        return BitMask.From(scores.Length, i => isKept[i]);
    }

    private static void RemoveWeights(ScoreSet scores, Dictionary<string, BitMask> masks, ScorePool pool)
    {
        var lists = pool.Tensors.Select(name => scores[name]).ToList();
        var old = pool.Tensors.Select(name => masks[name]).ToList();
        var quota = pool.Removed - old.Sum(mask => mask.Count - mask.Kept);
        if (quota <= 0)
        {
            return;
        }

        var threshold = ScoreOrder.Select(lists, (list, i) => old[list][i], quota - 1);
        var below = 0L;
        for (var list = 0; list < lists.Count; list++)
        {
            foreach (var i in new KeptPositions(old[list]))
            {
                below += ScoreOrder.Key(lists[list][i]) < threshold ? 1 : 0;
            }
        }

        var ties = quota - below;
        for (var list = 0; list < lists.Count; list++)
        {
            var words = new ulong[old[list].Words.Length];
            foreach (var i in new KeptPositions(old[list]))
            {
                var key = ScoreOrder.Key(lists[list][i]);
                if (key > threshold || (key == threshold && ties-- <= 0))
                {
                    words[i >> 6] |= 1UL << (i & 63);
                }
            }

            masks[pool.Tensors[list]] = BitMask.FromWords(words, old[list].Count);
        }
    }

    private static void RemoveUnits(ScoreSet scores, Dictionary<string, BitMask> masks, ScorePool pool, IReadOnlyDictionary<string, long> sizes)
    {
        var units = new List<(int Tensor, long Unit, long Size, bool IsGone, double Score)>();
        for (var tensor = 0; tensor < pool.Tensors.Count; tensor++)
        {
            var values = scores[pool.Tensors[tensor]];
            var mask = masks[pool.Tensors[tensor]];
            var size = sizes.GetValueOrDefault(pool.Tensors[tensor], 1);
            for (var unit = 0L; unit < values.Length / size; unit++)
            {
                var isGone = true;
                var sum = 0.0;
                for (var i = unit * size; i < (unit + 1) * size; i++)
                {
                    isGone &= !mask[i];
                    sum += values[i];
                }

                units.Add((tensor, unit, size, isGone, sum / size));
            }
        }

        var left = pool.Removed;
        var gone = new HashSet<(int, long)>();
        foreach (var unit in units.OrderByDescending(unit => unit.IsGone).ThenBy(unit => unit.Score).ThenBy(unit => unit.Tensor).ThenBy(unit => unit.Unit))
        {
            if (!unit.IsGone && unit.Size > left)
            {
                break;
            }

            left -= unit.Size;
            gone.Add((unit.Tensor, unit.Unit));
        }

        for (var tensor = 0; tensor < pool.Tensors.Count; tensor++)
        {
            var name = pool.Tensors[tensor];
            var (mask, size, number) = (masks[name], sizes.GetValueOrDefault(name, 1), tensor);
            masks[name] = BitMask.From(mask.Count, i => mask[i] && !gone.Contains((number, i / size)));
        }
    }
}
