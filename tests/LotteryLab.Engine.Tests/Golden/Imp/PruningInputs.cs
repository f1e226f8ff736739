using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Turns the tensors of a case into what the pruning rules take.</summary>
internal static class PruningInputs
{
    public static IReadOnlyList<PruningTensor> Of(IReadOnlyDictionary<string, GoldenTensor> tensors, MaskSet? masks, string ignored = "", JsonElement rates = default) =>
        [.. tensors
            .Where(tensor => tensor.Key.EndsWith(".weight", StringComparison.Ordinal) && tensor.Value.Shape.Count >= 2)
            .Select(tensor => new PruningTensor(tensor.Key, tensor.Value.Floats, masks?.Find(tensor.Key) ?? BitMask.Full(tensor.Value.Values.Length))
            {
                IsIgnored = ignored.Split(',').Contains(tensor.Key),
                Rate = GoldenCase.Has(rates, tensor.Key) ? rates.GetProperty(tensor.Key).GetDouble() : null,
            })];

    public static void VerifyCounts(JsonElement counts, MaskSet masks, string what)
    {
        foreach (var count in counts.EnumerateObject())
        {
            Assert.True(count.Value.GetProperty("total").GetInt64() == masks[count.Name].Count, $"{what}: total of {count.Name}");
            Assert.True(count.Value.GetProperty("kept").GetInt64() == masks[count.Name].Kept, $"{what}: kept of {count.Name}");
        }
    }
}
