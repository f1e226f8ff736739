using LotteryLab.Engine.Pruning.Allocation;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Counts of smart-ratio tickets in the two repositories that have them.</summary>
public sealed class SmartRatioCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "smart-ratio";

    public void Verify(GoldenCase golden)
    {
        var rule = new SmartRatioAllocation();
        if (golden.HasExpected("rows"))
        {
            foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
            {
                AllocationLayer[] layers = [.. row.GetProperty("layer_shapes").EnumerateArray().Select((shape, i) => Layer($"layer{i}", shape))];

                // The classifier of that repository is a 1x1 convolution; it stands for a linear layer.
                layers[^1] = new AllocationLayer(layers[^1].Name, [.. layers[^1].Shape.Take(2)]);
                var options = new SmartRatioOptions { Formula = row.GetProperty("family").GetString()!, OutputDensity = row.GetProperty("linear_keep_ratio").GetDouble() };
                var ours = rule.Allocate(layers, 1 - row.GetProperty("pruned_fraction").GetDouble(), options);
                Assert.Equal(row.GetProperty("kept_per_layer").EnumerateArray().Select(kept => kept.GetInt64()), ours.Layers.Select(layer => layer.Kept));
                Assert.Equal(row.GetProperty("kept_total").GetInt64(), ours.Kept);
                GoldenAssert.Close(row.GetProperty("kept_percent").GetDouble(), 100 * ours.Total, 1e-9, "percent kept");
            }

            return;
        }

        var network = golden.Expected.GetProperty("vgg19");
        AllocationLayer[] shapes = [.. network.GetProperty("layers").EnumerateArray().Select(layer => Layer(layer[0].GetString()!, layer[1]))];
        foreach (var counts in network.GetProperty("kept").EnumerateObject())
        {
            var ours = rule.Allocate(shapes, 1 - ScoreInputs.Number(counts), new SmartRatioOptions { Formula = "vgg", OutputDensity = golden.Params.GetProperty("linear_keep_ratio").GetDouble() });
            foreach (var layer in ours.Layers)
            {
                GoldenAssert.Close(counts.Value.GetProperty(layer.Name).GetDouble(), layer.Kept, golden.Tolerance, $"{layer.Name} at {counts.Name}");
            }
        }
    }

    private static AllocationLayer Layer(string name, System.Text.Json.JsonElement shape) =>
        new(name, [.. shape.EnumerateArray().Select(size => size.GetInt64())]);
}
