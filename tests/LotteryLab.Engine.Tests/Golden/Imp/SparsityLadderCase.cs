using System.Numerics;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Kept weights of every level, found by pruning tensors of the published sizes whose magnitudes all differ.</summary>
public sealed partial class SparsityLadderCase : IGoldenCase
{
    // Percentages are written with three decimals.
    private const double Rounding = 1e-9;

    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) =>
        golden.Expected.Members() is { Count: > 0 } members && members.All(member => member.Value.Has("rows"));

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        foreach (var (title, ladder) in golden.Expected.Entries())
        {
            if (ladder.Has("prunable_tensors"))
            {
                VerifyGlobal(title, ladder, golden.Params["pruning_fraction"].Number());
            }
            else
            {
                VerifyLayerwise(ladder, RatesOf(golden.Params, title));
            }
        }
    }

    private static void VerifyGlobal(string title, GoldenNode ladder, double rate)
    {
        var remark = Ignored().Match(title);
        GoldenCase.Require(remark.Success, $"'{title}' does not say which tensors are ignored");
        string[] ignored = remark.Groups["names"].Value == "nothing" ? [] : remark.Groups["names"].Value.Split(", ");
        var sizes = Sizes(ladder["prunable_tensors"]);
        GoldenCase.Require(ignored.All(sizes.ContainsKey), $"'{title}' ignores a tensor that is not there");
        var rows = ladder["rows"].Items();
        var kept = Climb(PruningRule.SparseGlobal, sizes, _ => rate, ignored, rows.Count - 1);
        VerifyStart(rows[0], sizes);
        for (var level = 1; level < rows.Count; level++)
        {
            VerifyRow(rows[level], level, sizes, kept[level - 1]);
            rows[level]["nominal_number_to_prune"].Equal(kept[level - 1].Quota);
            rows[level]["ignored_tensor_weights"].Equal(ignored.Sum(name => sizes[name]));
        }
    }

    private static void VerifyLayerwise(GoldenNode ladder, GoldenNode rates)
    {
        var rows = ladder["rows"].Items();
        var sizes = Sizes(rows[0]["per_tensor"]);
        ladder["total"].Equal(sizes.Values.Sum());
        string[] names = [.. sizes.Keys];

        // One rate for each tensor, or one for each kind: conv, fc, and output for the last.
        string[] kinds = [.. names.Select(name => name == names[^1] ? "output" : name.TrimEnd("0123456789".ToCharArray()))];
        var byName = rates.IsList
            ? names.Zip(rates.Numbers()).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)
            : names.Zip(kinds).ToDictionary(pair => pair.First, pair => rates[pair.Second].Number(), StringComparer.Ordinal);
        GoldenCase.Require(byName.Count == names.Length && (!rates.IsList || rates.Items().Count == names.Length), $"{rates.Path} are not one for each tensor");
        var kept = Climb(PruningRule.Layerwise, sizes, name => byName[name], [], rows.Count - 1);
        VerifyStart(rows[0], sizes);
        rows[0]["percent"].Close(100, 0);
        for (var level = 1; level < rows.Count; level++)
        {
            VerifyRow(rows[level], level, sizes, kept[level - 1]);
            foreach (var (name, node) in rows[level]["per_tensor"].Exactly(names))
            {
                node.Equal(kept[level - 1].Kept[Array.IndexOf(names, name)]);
            }
        }
    }

    private static void VerifyStart(GoldenNode row, IReadOnlyDictionary<string, long> sizes)
    {
        row["level"].Equal(0);
        row["kept"].Equal(sizes.Values.Sum());
    }

    private static void VerifyRow(GoldenNode row, int level, IReadOnlyDictionary<string, long> sizes, Rung rung)
    {
        row["level"].Equal(level);
        row["kept"].Equal(rung.Kept.Sum());
        row["percent"].Close(Math.Round(100.0 * rung.Kept.Sum() / sizes.Values.Sum(), 3), Rounding);
    }

    private static OrderedDictionary<string, long> Sizes(GoldenNode sizes)
    {
        var read = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, size) in sizes.Members())
        {
            read[name] = size.Count();
        }

        return read;
    }

    // "lenet" are the rates of "lenet_300_100", "conv2" those of "conv_2".
    private static GoldenNode RatesOf(GoldenNode settings, string title)
    {
        static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        var matching = settings.Members().Where(member => Bare(title).StartsWith(Bare(member.Key), StringComparison.Ordinal)).ToArray();
        GoldenCase.Require(matching.Length == 1, $"params hold no rates for '{title}', or several");
        return matching[0].Value["rates"];
    }

    private static IReadOnlyList<Rung> Climb(PruningRule rule, OrderedDictionary<string, long> sizes, Func<string, double> rate, string[] ignored, int levels)
    {
        var key = $"ladder/{rule}/{levels}/{string.Join(';', sizes.Select(size => $"{size.Key}={size.Value}x{(ignored.Contains(size.Key) ? 0 : rate(size.Key)):R}"))}";
        return GoldenMemo.Of(key, () => Levels(rule, sizes, rate, ignored, levels));
    }

    private static IReadOnlyList<Rung> Levels(PruningRule rule, OrderedDictionary<string, long> sizes, Func<string, double> rate, string[] ignored, int levels)
    {
        var tensors = Distinct(sizes, rate, ignored);
        var rungs = new List<Rung>();
        for (var level = 1; level <= levels; level++)
        {
            var outcome = MagnitudePruning.Prune(new PruningRequest(rule, tensors) { Rate = rule == PruningRule.SparseGlobal ? rate("") : 0 });
            rungs.Add(new Rung(outcome.NominalQuota, [.. outcome.Tensors.Select(tensor => tensor.Kept)]));
            tensors = [.. tensors.Select(tensor => tensor with { Mask = outcome.Masks[tensor.Name] })];
        }

        return rungs;
    }

    // Floats whose bits follow each other all differ; a stride that shares no factor with their number mixes large and small.
    private static IReadOnlyList<PruningTensor> Distinct(OrderedDictionary<string, long> sizes, Func<string, double> rate, string[] ignored)
    {
        const uint one = 0x3F800000;
        var total = sizes.Values.Sum();
        var stride = Enumerable.Range(7919, 7919).First(candidate => BigInteger.GreatestCommonDivisor(candidate, total) == 1);
        var next = 0L;
        return [.. sizes.Select(size => new PruningTensor(
            size.Key,
            Enumerable.Range(0, (int)size.Value).Select(_ => BitConverter.UInt32BitsToSingle(one + (uint)(next++ * stride % total))).ToArray(),
            BitMask.Full(size.Value))
        {
            IsIgnored = ignored.Contains(size.Key, StringComparer.Ordinal),
            Rate = rate(size.Key),
        })];
    }

    private sealed record Rung(long Quota, IReadOnlyList<long> Kept);

    [GeneratedRegex(@"\((?<names>nothing|[\w.]+(?:, [\w.]+)*) ignored\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ignored();
}
