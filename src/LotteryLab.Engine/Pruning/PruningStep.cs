using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Pruning;

/// <summary>Collects the masks, accounts and warnings of one pruning step while it is worked out.</summary>
internal sealed class PruningStep(PruningRequest request)
{
    private readonly Dictionary<string, BitMask> masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorPruning> accounts = new(StringComparer.Ordinal);
    private readonly List<PruningWarning> warnings = [];

    /// <summary>Tensors that may be pruned.</summary>
    public IReadOnlyList<PruningTensor> Prunable { get; } = [.. request.Tensors.Where(tensor => !tensor.IsIgnored)];

    public void Warn(string code, string message) => warnings.Add(new PruningWarning(code, message));

    public void Keep(PruningTensor tensor, long? quota) => Account(tensor, tensor.Mask, quota, null);

    public PruningOutcome KeepAll(long quota)
    {
        foreach (var tensor in request.Tensors)
        {
            Keep(tensor, null);
        }

        return Finish(quota, threshold: null);
    }

    /// <summary>Removes every magnitude at or below a bit pattern.</summary>
    public void RemoveUpTo(PruningTensor tensor, uint bits, long? quota) =>
        Account(tensor, Filter(tensor, value => value > bits), quota, MagnitudeOrder.Value(bits));

    /// <summary>Removes every magnitude strictly below a threshold.</summary>
    public void RemoveBelow(PruningTensor tensor, double threshold) =>
        Account(tensor, Filter(tensor, value => !(MagnitudeOrder.Value(value) < threshold)), null, threshold);

    /// <summary>Removes exactly the quota over some tensors, ties in tensor order and then by index. Returns the largest magnitude that went.</summary>
    public double? RemoveExactly(IReadOnlyList<PruningTensor> tensors, long quota, long? quotaOfEach)
    {
        if (quota == 0)
        {
            foreach (var tensor in tensors)
            {
                Keep(tensor, quotaOfEach);
            }

            return null;
        }

        var bits = MagnitudeOrder.Select(tensors, quota - 1);
        var ties = quota - MagnitudeOrder.CountBelow(tensors, bits);
        foreach (var tensor in tensors)
        {
            var mask = Filter(tensor, value => value > bits || (value == bits && ties-- <= 0));
            Account(tensor, mask, quotaOfEach, MagnitudeOrder.Value(bits));
        }

        return MagnitudeOrder.Value(bits);
    }

    public PruningOutcome Finish(long quota, double? threshold)
    {
        var names = request.Tensors.Select(tensor => tensor.Name).ToArray();
        var outcome = new PruningOutcome(
            new MaskSet(names.Select(name => KeyValuePair.Create(name, masks[name]))),
            [.. names.Select(name => accounts[name])],
            quota,
            threshold,
            warnings);

        // One more than asked is the reference's own rule; more than that is ties.
        if (request.Rule is PruningRule.Layerwise or PruningRule.SparseGlobal && outcome.Removed > quota + names.Length)
        {
            Warn("ties", $"{outcome.Removed} weights went where {quota} were asked to: weights as large as the threshold go with it.");
        }

        return outcome;
    }

    private static BitMask Filter(PruningTensor tensor, Func<uint, bool> isKept)
    {
        var values = tensor.Values.Span;
        var words = new ulong[tensor.Mask.Words.Length];
        foreach (var position in new KeptPositions(tensor.Mask))
        {
            if (isKept(MagnitudeOrder.Bits(values[position])))
            {
                words[position >> 6] |= 1UL << (position & 63);
            }
        }

        return BitMask.FromWords(words, tensor.Mask.Count);
    }

    private void Account(PruningTensor tensor, BitMask mask, long? quota, double? threshold)
    {
        masks[tensor.Name] = mask;
        accounts[tensor.Name] = new TensorPruning(tensor.Name, mask.Count, tensor.Mask.Kept, quota, threshold, mask.Kept);
        if (mask.Kept == 0 && tensor.Mask.Kept > 0)
        {
            Warn("tensor-emptied", $"'{tensor.Name}' has lost its last weight: nothing passes through this layer any more except its bias.");
        }
    }
}
