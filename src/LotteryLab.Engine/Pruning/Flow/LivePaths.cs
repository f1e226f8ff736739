using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning.Flow;

/// <summary>
/// Which weights lie on a path of kept weights from the input to the output. Followed channel by channel: all pixels of a channel count as
/// one, and biases carry nothing.
/// </summary>
public sealed class LivePaths
{
    private readonly MaskSet masks;
    private readonly Dictionary<string, bool[]> reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> useful = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> fed = new(StringComparer.Ordinal);
    private readonly Dictionary<Layer, int> widths = new(ReferenceEqualityComparer.Instance);

    private LivePaths(NetworkDefinition network, MaskSet masks)
    {
        this.masks = masks;
        foreach (var trace in ShapeInference.Trace(network))
        {
            widths[trace.Layer] = trace.Layer is FlattenLayer && !trace.Input.IsFlat ? trace.Input.Height * trace.Input.Width : 1;
        }

        var output = Forward(network.Layers, Filled(network.Input.Channels));
        IsConnected = Array.IndexOf(output, true) >= 0;
        Backward(network.Layers, Filled(network.Classes));
        Count(network);
    }

    /// <summary>Whether anything of the input can reach the output.</summary>
    public bool IsConnected { get; }

    /// <summary>Kept weights on a live path.</summary>
    public long Effective { get; private set; }

    /// <summary>Weights on a live path / prunable.</summary>
    public double EffectiveDensity => masks.Count == 0 ? 1 : (double)Effective / masks.Count;

    /// <summary>Hidden units (channels) of each tensor that no live path goes through; tensors without such units are left out.</summary>
    public IReadOnlyDictionary<string, int> DeadUnits { get; private set; } = new Dictionary<string, int>();

    /// <summary>Follows the paths of a mask.</summary>
    public static LivePaths Of(NetworkDefinition network, MaskSet masks) => new(network, masks);

    private static bool[] Filled(int count)
    {
        var all = new bool[count];
        Array.Fill(all, true);
        return all;
    }

    private bool[] Forward(IReadOnlyList<Layer> layers, bool[] live)
    {
        foreach (var layer in layers)
        {
            live = layer switch
            {
                LinearLayer linear => Through(linear.Name, new Links(linear.Outputs, linear.Inputs, 1, 1), live),
                ConvolutionLayer conv => Through(conv.Name, Links.Of(conv), live),
                FlattenLayer => [.. live.SelectMany(channel => Enumerable.Repeat(channel, widths[layer]))],
                ZeroPadShortcutLayer pad => Pad(pad, live),
                ResidualLayer residual => Or(Forward(residual.Body, live), Forward(residual.Shortcut, live)),
                _ => live,
            };
        }

        return live;
    }

    private bool[] Backward(IReadOnlyList<Layer> layers, bool[] live)
    {
        foreach (var layer in layers.Reverse())
        {
            live = layer switch
            {
                LinearLayer linear => Against(linear.Name, new Links(linear.Outputs, linear.Inputs, 1, 1), live),
                ConvolutionLayer conv => Against(conv.Name, Links.Of(conv), live),
                FlattenLayer => [.. live.Chunk(widths[layer]).Select(channel => Array.IndexOf(channel, true) >= 0)],
                ZeroPadShortcutLayer pad => live[Front(pad)..(Front(pad) + pad.Inputs)],
                ResidualLayer residual => Or(Backward(residual.Body, live), Backward(residual.Shortcut, live)),
                _ => live,
            };
        }

        return live;
    }

    private bool[] Through(string name, Links links, bool[] live)
    {
        fed[name] = live;
        var next = new bool[links.Outputs];
        links.ForEachKept(masks.Find($"{name}.weight"), (output, input) => next[output] |= live[input]);
        return reached[name] = next;
    }

    private bool[] Against(string name, Links links, bool[] live)
    {
        useful[name] = live;
        var before = new bool[links.Inputs];
        links.ForEachKept(masks.Find($"{name}.weight"), (output, input) => before[input] |= live[output]);
        return before;
    }

    private void Count(NetworkDefinition network)
    {
        var dead = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsWeight && masks.Find(parameter.Name) is not null))
        {
            var name = parameter.Name[..^".weight".Length];
            var (sources, targets) = (fed[name], useful[name]);
            var links = new Links((int)parameter.Shape[0], sources.Length, parameter.Shape.Skip(2).Aggregate(1L, (product, size) => product * size), (int)(sources.Length / parameter.Shape[1]));
            links.ForEachKept(masks[parameter.Name], (output, input) => Effective += sources[input] && targets[output] ? 1 : 0);
            var units = Enumerable.Range(0, targets.Length).Count(unit => !(reached[name][unit] && targets[unit]));
            if (units > 0 && !parameter.IsOutput)
            {
                dead[parameter.Name] = units;
            }
        }

        DeadUnits = dead;
    }

    private static int Front(ZeroPadShortcutLayer pad) => pad.IsAveraged ? 0 : (pad.Outputs - pad.Inputs) / 2;

    private static bool[] Pad(ZeroPadShortcutLayer pad, bool[] live)
    {
        var padded = new bool[pad.Outputs];
        live.CopyTo(padded, Front(pad));
        return padded;
    }

    private static bool[] Or(bool[] one, bool[] two) => [.. one.Zip(two, (a, b) => a || b)];

    /// <summary>How the flat positions of a weight tensor link inputs to outputs.</summary>
    private readonly record struct Links(int Outputs, int Inputs, long Space, int Groups)
    {
        public static Links Of(ConvolutionLayer conv) => new(conv.Outputs, conv.Inputs, (long)conv.Kernel * conv.Kernel, conv.Groups);

        public void ForEachKept(BitMask? mask, Action<int, int> visit)
        {
            var inputs = Inputs / Groups;
            foreach (var position in new KeptPositions(mask ?? BitMask.Full(Outputs * inputs * Space)))
            {
                var link = position / Space;
                var output = (int)(link / inputs);
                visit(output, (int)(link % inputs) + (output / (Outputs / Groups) * inputs));
            }
        }
    }
}
