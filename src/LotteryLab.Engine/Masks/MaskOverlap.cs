using System.Numerics;

namespace LotteryLab.Engine.Masks;

/// <summary>How much two masks agree, and how much two random masks with the same numbers of kept weights would.</summary>
/// <param name="Name">Tensor, or an empty text for the whole network.</param>
/// <param name="Count">Number of weights.</param>
/// <param name="KeptFirst">Kept by the first mask.</param>
/// <param name="KeptSecond">Kept by the second mask.</param>
/// <param name="Shared">Kept by both.</param>
/// <param name="ExpectedShared">Mean of <paramref name="Shared"/> when masks with these counts are drawn at random, tensor by tensor.</param>
public sealed record MaskOverlap(string Name, long Count, long KeptFirst, long KeptSecond, long Shared, double ExpectedShared)
{
    /// <summary>Weights kept by at least one.</summary>
    public long Union => KeptFirst + KeptSecond - Shared;

    /// <summary>Shared / union; 1 when both keep nothing.</summary>
    public double IntersectionOverUnion => Union == 0 ? 1 : (double)Shared / Union;

    /// <summary>Intersection over union at the expected number of shared weights.</summary>
    public double ExpectedIntersectionOverUnion
    {
        get
        {
            var union = KeptFirst + KeptSecond - ExpectedShared;
            return union == 0 ? 1 : ExpectedShared / union;
        }
    }

    /// <summary>Overlap of two masks of one tensor.</summary>
    public static MaskOverlap Of(string name, BitMask first, BitMask second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"The masks of '{name}' have {first.Count} and {second.Count} weights.", nameof(second));
        }

        var shared = 0L;
        for (var i = 0; i < first.Words.Length; i++)
        {
            shared += BitOperations.PopCount(first.Words[i] & second.Words[i]);
        }

        // Hypergeometric mean.
        var expected = first.Count == 0 ? 0 : (double)first.Kept * second.Kept / first.Count;
        return new MaskOverlap(name, first.Count, first.Kept, second.Kept, shared, expected);
    }

    /// <summary>Overlap of each tensor, in forward order.</summary>
    public static IReadOnlyList<MaskOverlap> PerTensor(MaskSet first, MaskSet second) =>
        [.. first.Entries.Select(entry => Of(entry.Key, entry.Value, second[entry.Key]))];

    /// <summary>Overlap over all tensors; chance keeps the counts of every tensor.</summary>
    public static MaskOverlap Whole(MaskSet first, MaskSet second)
    {
        var parts = PerTensor(first, second);
        return new MaskOverlap(
            "",
            parts.Sum(part => part.Count),
            parts.Sum(part => part.KeptFirst),
            parts.Sum(part => part.KeptSecond),
            parts.Sum(part => part.Shared),
            parts.Sum(part => part.ExpectedShared));
    }
}
