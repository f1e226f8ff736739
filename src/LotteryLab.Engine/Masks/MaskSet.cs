namespace LotteryLab.Engine.Masks;

/// <summary>
/// Masks of the prunable tensors of a network in forward order. A tensor without a mask is not prunable here and is left out of all
/// counts. Density, sparsity and compression are always over the tensors listed.
/// </summary>
public sealed class MaskSet
{
    private readonly Dictionary<string, BitMask> byName;

    /// <summary>Creates a set from (parameter name, mask) pairs in forward order.</summary>
    public MaskSet(IEnumerable<KeyValuePair<string, BitMask>> masks)
    {
        Entries = [.. masks];
        byName = Entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
    }

    /// <summary>Parameter names with their masks, in forward order.</summary>
    public IReadOnlyList<KeyValuePair<string, BitMask>> Entries { get; }

    /// <summary>Number of prunable weights.</summary>
    public long Count => Entries.Sum(entry => entry.Value.Count);

    /// <summary>Number of kept weights.</summary>
    public long Kept => Entries.Sum(entry => entry.Value.Kept);

    /// <summary>Kept / prunable, in [0, 1].</summary>
    public double Density => Count == 0 ? 1 : (double)Kept / Count;

    /// <summary>The mask of a parameter, or null when it carries none.</summary>
    public BitMask? Find(string parameter) => byName.GetValueOrDefault(parameter);

    /// <summary>The mask of a parameter.</summary>
    /// <exception cref="KeyNotFoundException">The parameter carries no mask.</exception>
    public BitMask this[string parameter] => byName[parameter];

    /// <summary>Whether every weight kept here is kept in <paramref name="other"/> too (masks of successive rounds are nested).</summary>
    public bool IsSubsetOf(MaskSet other) =>
        Entries.All(entry => other.Find(entry.Key) is { } mask && entry.Value.IsSubsetOf(mask));
}
