using System.Globalization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Allocation;

/// <summary>Options of <see cref="SmartRatioAllocation"/>.</summary>
public sealed record SmartRatioOptions : AllocationOptions
{
    /// <summary>Family of the formula.</summary>
    [Option("Which formula: resnet falls with the square of the depth that is left, vgg falls faster, with the square of the depth too.", Choices = ["resnet", "vgg"])]
    public string Formula { get; init; } = "resnet";

    /// <summary>Density of the last linear layer.</summary>
    [Option("Density of the last linear layer.", Min = 0, Max = 1, MinExclusive = true)]
    public double OutputDensity { get; init; } = 0.3;
}

/// <summary>Keep ratios that fall with depth, chosen by hand in the paper on random tickets (card 04, golden smart-ratio).</summary>
public sealed class SmartRatioAllocation : DensityAllocation<SmartRatioOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "smart-ratio",
        "Smart ratio",
        "Keeps many weights in the first layers and few in the last ones, by a formula of the depth alone. Random masks with these densities are as good as SNIP and GraSP, which is why it is their control.")
    {
        Papers = [new("Su et al., Sanity-Checking Pruning Methods: Random Tickets Can Win the Jackpot, NeurIPS 2020", "https://arxiv.org/abs/2009.11094")],
        KnownFailures = ["In networks without convolutions the formula runs over the linear layers before the last, which is our extension."],
    };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, double> Solve(IReadOnlyList<AllocationLayer> layers, double density, SmartRatioOptions options)
    {
        var last = layers[^1].IsLinear ? layers[^1] : null;
        var open = layers.Where(layer => layer != last).ToList();
        var wanted = (density * layers.Sum(layer => layer.Count)) - (options.OutputDensity * (last?.Count ?? 0));
        if (!(wanted > 0) || open.Count == 0)
        {
            throw Impossible(density, string.Create(CultureInfo.InvariantCulture, $"leaves nothing for the other layers once the last one keeps {options.OutputDensity} of its weights"), "Choose a higher density or a lower outputDensity");
        }

        var raw = new double[open.Count];
        for (var i = 0; i < raw.Length; i++)
        {
            // Layers are counted from 1, the last one included, as in the paper's code.
            double left = layers.Count - i;
            raw[i] = ((left * left) + left) / (options.Formula == "vgg" ? (i + 1.0) * (i + 1.0) : 1);
        }

        var scale = wanted / open.Select((layer, i) => layer.Count * raw[i]).Sum();
        var ratios = Array.ConvertAll(raw, value => scale * value);
        PassOn(open, ratios);
        var shares = open.Select((layer, i) => KeyValuePair.Create(layer.Name, ratios[i])).ToDictionary(StringComparer.Ordinal);
        if (last is not null)
        {
            shares[last.Name] = options.OutputDensity;
        }

        return shares;
    }

    /// <inheritdoc/>
    protected override long Count(AllocationLayer layer, double share) => (long)(share * layer.Count);

    // What does not fit into a layer goes to the next ones, in order and in whole weights, until one has room for all of it.
    private static void PassOn(List<AllocationLayer> layers, double[] ratios)
    {
        var carried = 0L;
        for (var i = 0; i < layers.Count; i++)
        {
            var size = layers[i].Count;
            if (ratios[i] >= 1)
            {
                carried += (long)((ratios[i] - 1) * size);
                ratios[i] = 1;
                continue;
            }

            var room = (long)((1 - ratios[i]) * size);
            ratios[i] = carried <= room ? ratios[i] + ((double)carried / size) : 1;
            carried -= Math.Min(carried, room);
        }
    }
}
