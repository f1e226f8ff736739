using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Kept weights of every level, found by pruning tensors of the published sizes whose magnitudes all differ.</summary>
public sealed class SparsityLadderCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning"
        && golden.Expected.ValueKind == JsonValueKind.Object
        && golden.Expected.EnumerateObject().All(member => GoldenCase.Has(member.Value, "rows"));

    public void Verify(GoldenCase golden)
    {
        foreach (var ladder in golden.Expected.EnumerateObject())
        {
            var rows = ladder.Value.GetProperty("rows").EnumerateArray().ToArray();
            if (ladder.Value.TryGetProperty("prunable_tensors", out var tensors))
            {
                VerifyGlobal(ladder.Name, tensors, rows, golden.Params.GetProperty("pruning_fraction").GetDouble());
            }
            else
            {
                VerifyLayerwise(ladder.Name, rows, golden.Params.GetProperty(ladder.Name == "conv_2" ? "conv2" : "lenet").GetProperty("rates"));
            }
        }
    }

    private static void VerifyGlobal(string title, JsonElement sizes, JsonElement[] rows, double rate)
    {
        var tensors = Distinct(sizes, name => title.Contains($"{name} ignored", StringComparison.Ordinal), _ => null);
        foreach (var row in rows.Skip(1))
        {
            var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.SparseGlobal, tensors) { Rate = rate });
            Assert.Equal(row.GetProperty("nominal_number_to_prune").GetInt64(), outcome.NominalQuota);
            VerifyRow(title, row, outcome);
            tensors = Next(tensors, outcome);
        }
    }

    private static void VerifyLayerwise(string title, JsonElement[] rows, JsonElement rates)
    {
        var sizes = rows[0].GetProperty("per_tensor");
        var names = sizes.EnumerateObject().Select(size => size.Name).ToArray();
        double? Rate(string name) => rates.ValueKind == JsonValueKind.Array
            ? rates[Array.IndexOf(names, name)].GetDouble()
            : rates.GetProperty(name == names[^1] ? "output" : name[..^1]).GetDouble();
        var tensors = Distinct(sizes, _ => false, Rate);
        foreach (var row in rows.Skip(1))
        {
            var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.Layerwise, tensors));
            VerifyRow(title, row, outcome);
            foreach (var tensor in outcome.Tensors)
            {
                Assert.Equal(row.GetProperty("per_tensor").GetProperty(tensor.Name).GetInt64(), tensor.Kept);
            }

            tensors = Next(tensors, outcome);
        }
    }

    private static void VerifyRow(string title, JsonElement row, PruningOutcome outcome)
    {
        Assert.Equal(row.GetProperty("kept").GetInt64(), outcome.Kept);

        // Percentages are written with three decimals.
        GoldenAssert.Close(row.GetProperty("percent").GetDouble(), Math.Round(100 * outcome.Masks.Density, 3), 1e-9, $"{title}, level {row.GetProperty("level")}");
    }

    // Whole numbers up to 2^24 are exact in single precision; a stride that shares no factor with the size mixes large and small.
    private static IReadOnlyList<PruningTensor> Distinct(JsonElement sizes, Func<string, bool> isIgnored, Func<string, double?> rate)
    {
        var total = sizes.EnumerateObject().Sum(size => size.Value.GetInt64());
        var stride = 7919L;
        var next = 0L;
        return [.. sizes.EnumerateObject().Select(size => new PruningTensor(
            size.Name,
            Enumerable.Range(0, size.Value.GetInt32()).Select(_ => (float)(next++ * stride % total + 1)).ToArray(),
            BitMask.Full(size.Value.GetInt64()))
        {
            IsIgnored = isIgnored(size.Name),
            Rate = rate(size.Name),
        })];
    }

    private static IReadOnlyList<PruningTensor> Next(IReadOnlyList<PruningTensor> tensors, PruningOutcome outcome) =>
        [.. tensors.Select(tensor => tensor with { Mask = outcome.Masks[tensor.Name] })];
}
