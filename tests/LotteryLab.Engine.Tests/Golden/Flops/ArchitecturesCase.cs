using System.Globalization;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden.Flops;

/// <summary>Counts and costs of the published architectures, dense and with filters or blocks removed.</summary>
public sealed class ArchitecturesCase : IGoldenCase
{
    private static readonly (string Name, Func<NetworkCosts, long> Of)[] Counts =
    [
        ("parameters_total", costs => costs.ParametersTotal),
        ("weights_prunable", costs => costs.WeightsPrunable),
        ("batchnorm_affine", costs => costs.BatchNormAffine),
        ("biases", costs => costs.Biases),
        ("filters", costs => costs.Filters),
        ("macs", costs => costs.Macs),
    ];

    public IReadOnlyList<string> Methods => ["flops"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("architectures");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork("see expected.*.description");
        golden.Params.HasOnly();
        var costs = new Dictionary<string, NetworkCosts>(StringComparer.Ordinal);
        foreach (var (name, node) in golden.Expected["architectures"].Entries())
        {
            var sizes = node["input"].Wholes();
            GoldenCase.Require(sizes.Length == 3, $"{node.Path}.input is no shape of an image");
            costs[name] = NetworkCosts.Of(FlopsNetworks.Build(name, node["description"].Text(), new ImageShape((int)sizes[0], (int)sizes[1], (int)sizes[2])));
            foreach (var (count, of) in Counts)
            {
                node[count].Equal(of(costs[name]));
            }

            if (FlopsNetworks.HasReferenceCount(name) || node.Has("reference_flops"))
            {
                node["reference_flops"].Equal(costs[name].ReferenceFlops);
            }
        }

        foreach (var (name, node) in golden.Expected["layers"].Entries())
        {
            GoldenCase.Require(costs.ContainsKey(name), $"{node.Path} are those of a network that is not described");
            VerifyLayers(node.Items(), costs[name].Layers);
        }

        if (costs.ContainsKey("resnet-32-K") || golden.Expected.Has("resnet32_blocks_removed"))
        {
            VerifyRemovedBlocks(golden.Expected["resnet32_blocks_removed"]);
        }
    }

    private static void VerifyLayers(IReadOnlyList<GoldenNode> expected, IReadOnlyList<LayerCost> layers)
    {
        GoldenAssert.Same(expected.Count, layers.Count, "number of layers");
        for (var i = 0; i < layers.Count; i++)
        {
            expected[i]["layer"].Declare("a label; ours are called as in open_lth").Text();
            expected[i]["weight_shape"].Equal(layers[i].WeightShape);
            expected[i]["output"].Equal(layers[i].OutputShape);
            expected[i]["macs"].Equal(layers[i].Macs);
        }
    }

    private static void VerifyRemovedBlocks(GoldenNode expected)
    {
        expected.Find("notes")?.Declare("prose");
        var dense = NetworkCosts.Of(FlopsNetworks.WithoutBlocks(0));
        expected["filters_dense"].Equal(dense.Filters);
        foreach (var (name, node) in expected["by_blocks"].Entries())
        {
            // Every identity block costs the same, so it does not matter from which stage they go.
            var removed = int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture);
            var costs = NetworkCosts.Of(FlopsNetworks.WithoutBlocks(Math.Min(removed, 3), Math.Max(0, removed - 3)));
            node["macs"].Equal(costs.Macs);
            node["macs_saved_percent"].Close(100 * (1 - ((double)costs.Macs / dense.Macs)), 1e-12);
        }

        foreach (var (name, node) in expected["filters_after_removing_from_stage1"].Entries())
        {
            node.Equal(NetworkCosts.Of(FlopsNetworks.WithoutBlocks(int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture))).Filters);
        }
    }
}
