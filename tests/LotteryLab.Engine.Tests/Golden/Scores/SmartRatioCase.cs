using System.Text.RegularExpressions;
using LotteryLab.Engine.Pruning.Allocation;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>Counts of smart-ratio tickets in the two repositories that have them.</summary>
public sealed partial class SmartRatioCase : IGoldenCase
{
    private const string Divided = " (divided by layer index squared)";

    public IReadOnlyList<string> Methods => ["smart-ratio"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("rows") || golden.Expected.Members().All(network => network.Value.Has("kept"));

    public void Verify(GoldenCase golden)
    {
        if (golden.Expected.Has("rows"))
        {
            golden.HasNoNetwork();
            golden.Params.HasOnly();
            foreach (var row in golden.Expected["rows"].Items())
            {
                VerifyRow(row);
            }

            return;
        }

        golden.HasNoNetwork("layer shapes only");
        var linear = golden.Params["linear_keep_ratio"].Number();
        foreach (var (_, network) in golden.Expected.Entries())
        {
            AllocationLayer[] layers = [.. network["layers"].Items().Select(layer => new AllocationLayer(layer.Items()[0].Text(), layer.Items()[1].Wholes()))];
            var formula = Formula().Match(network["formula"].Text());
            GoldenCase.Require(formula.Success && (formula.Groups["remark"].Value == Divided || formula.Groups["remark"].Length == 0) && (formula.Groups["family"].Value == "vgg" || formula.Groups["remark"].Length == 0), $"{network.Path}.formula is unknown");
            foreach (var (name, counts) in network["kept"].Entries())
            {
                var ours = Allocate(layers, 1 - GoldenNode.ParseNumber(name, counts.Path), formula.Groups["family"].Value, linear);
                foreach (var (layer, count) in counts.Exactly(layers.Select(layer => layer.Name)))
                {
                    count.Close(ours[layer].Kept, golden.Tolerance);
                }
            }
        }
    }

    private static void VerifyRow(GoldenNode row)
    {
        AllocationLayer[] layers = [.. row["layer_shapes"].Items().Select((shape, i) => new AllocationLayer($"layer{i}", shape.Wholes()))];
        row["layer_sizes"].Equal(layers.Select(layer => layer.Count));
        GoldenCase.Require(row["num_linear_last"].Whole() == 1, $"{row.Path}: our rule fixes the density of one linear layer, the last");

        // The classifier of that repository is a 1x1 convolution; it stands for a linear layer.
        GoldenCase.Require(layers[^1].Shape.Count is 2 or 4 && layers[^1].Shape.Skip(2).All(size => size == 1), $"{row.Path}: the last layer is no classifier");
        layers[^1] = new AllocationLayer(layers[^1].Name, [.. layers[^1].Shape.Take(2)]);
        var ours = Allocate(layers, 1 - row["pruned_fraction"].Number(), row["family"].Word("resnet", "vgg"), row["linear_keep_ratio"].Number());
        row["kept_per_layer"].Equal(ours.Layers.Select(layer => layer.Kept));
        row["kept_total"].Equal(ours.Kept);
        row["kept_percent"].Close(100 * ours.Total, 1e-9);
    }

    private static LayerDensities Allocate(AllocationLayer[] layers, double density, string formula, double linear) =>
        new SmartRatioAllocation().Allocate(layers, density, new SmartRatioOptions { Formula = formula, OutputDensity = linear });

    [GeneratedRegex(@"^(?<family>vgg|resnet)(?<remark> \(.*\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Formula();
}
