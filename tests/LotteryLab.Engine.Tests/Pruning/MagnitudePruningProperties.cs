using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class MagnitudePruningProperties
{
    // A coarse grid makes ties common; masks are random. Rates that ask for every weight are left to the rules that take them.
    private static Gen<(PruningTensor[] Tensors, double Rate)> Requests() =>
        from sizes in Gen.Choose(1, 150).ListOf(3)
        from values in Gen.Choose(-20, 20).ListOf(sizes.Sum())
        from kept in Gen.Choose(0, 3).ListOf(sizes.Sum())
        from rate in Gen.Choose(1, 99)
        let left = kept.Count(value => value > 0)
        where left == 0 || Math.Ceiling(rate / 100.0 * left) < left
        select (Tensors(sizes, values, kept), rate / 100.0);

    [Fact]
    public void Masks_AreNestedUnderEveryRule() => Check(request =>
        Enum.GetValues<PruningRule>().All(rule =>
            MagnitudePruning.Prune(Request(rule, request)).Masks.Entries.Zip(request.Tensors).All(pair => pair.First.Value.IsSubsetOf(pair.Second.Mask))));

    [Fact]
    public void ExactK_RemovesExactlyTheQuota() => Check(request =>
    {
        var outcome = MagnitudePruning.Prune(Request(PruningRule.ExactK, request));
        return outcome.Removed == outcome.NominalQuota;
    });

    [Fact]
    public void ExactK_KeepsNothingSmallerThanWhatItRemoves() => Check(request =>
    {
        var outcome = MagnitudePruning.Prune(Request(PruningRule.ExactK, request));
        var removed = Magnitudes(request.Tensors, outcome, isKept: false).DefaultIfEmpty(0).Max();
        var kept = Magnitudes(request.Tensors, outcome, isKept: true).DefaultIfEmpty(float.MaxValue).Min();
        return removed <= kept;
    });

    [Fact]
    public void SparseGlobal_EqualsTheDefinition() => Check(request =>
    {
        var magnitudes = request.Tensors.SelectMany(Kept).Order().ToArray();
        if (magnitudes.Length == 0)
        {
            return true;
        }

        var quota = (int)Math.Ceiling(request.Rate * magnitudes.Length);
        var threshold = magnitudes[quota];
        var outcome = MagnitudePruning.Prune(Request(PruningRule.SparseGlobal, request));
        return outcome.Kept == magnitudes.Count(value => value > threshold);
    });

    [Fact]
    public void Signs_DoNotMatter() => Check(request =>
        Enum.GetValues<PruningRule>().All(rule =>
        {
            var negated = request.Tensors.Select(tensor => tensor with { Values = Array.ConvertAll(tensor.Values.ToArray(), value => -value) }).ToArray();
            return SameMasks(MagnitudePruning.Prune(Request(rule, request)), MagnitudePruning.Prune(Request(rule, (negated, request.Rate))));
        }));

    [Fact]
    public void Order_MattersToNoThresholdRule() => Check(request =>
        new[] { PruningRule.Layerwise, PruningRule.SparseGlobal, PruningRule.ToGlobalDensity }.All(rule =>
        {
            var reversed = request.Tensors.Select(tensor => tensor with
            {
                Values = tensor.Values.ToArray().Reverse().ToArray(),
                Mask = Reverse(tensor.Mask),
            }).ToArray();
            var outcome = MagnitudePruning.Prune(Request(rule, (reversed, request.Rate)));
            return MagnitudePruning.Prune(Request(rule, request)).Masks.Entries.All(entry => Reverse(outcome.Masks[entry.Key]).Equals(entry.Value));
        }));

    private static void Check(Func<(PruningTensor[] Tensors, double Rate), bool> property) =>
        Prop.ForAll(Requests().ToArbitrary(), property).QuickCheckThrowOnFailure();

    private static PruningRequest Request(PruningRule rule, (PruningTensor[] Tensors, double Rate) request) =>
        new(rule, request.Tensors) { Rate = request.Rate, TargetDensity = rule == PruningRule.ToGlobalDensity ? 1 - request.Rate : null };

    private static PruningTensor[] Tensors(IList<int> sizes, IList<int> values, IList<int> kept)
    {
        var start = 0;
        return [.. sizes.Select((size, number) =>
        {
            var from = start;
            start += size;
            return new PruningTensor(
                $"tensor{number}",
                Enumerable.Range(from, size).Select(i => values[i] * 0.05f).ToArray(),
                BitMask.From(size, i => kept[(int)(from + i)] > 0));
        })];
    }

    private static IEnumerable<float> Kept(PruningTensor tensor) =>
        Enumerable.Range(0, tensor.Values.Length).Where(i => tensor.Mask[i]).Select(i => Math.Abs(tensor.Values.Span[i]));

    private static IEnumerable<float> Magnitudes(PruningTensor[] tensors, PruningOutcome outcome, bool isKept) =>
        tensors.SelectMany(tensor => Enumerable.Range(0, tensor.Values.Length)
            .Where(i => tensor.Mask[i] && outcome.Masks[tensor.Name][i] == isKept)
            .Select(i => Math.Abs(tensor.Values.Span[i])));

    private static BitMask Reverse(BitMask mask) => BitMask.From(mask.Count, i => mask[mask.Count - 1 - i]);

    private static bool SameMasks(PruningOutcome first, PruningOutcome second) =>
        first.Masks.Entries.All(entry => entry.Value.Equals(second.Masks[entry.Key]));
}
