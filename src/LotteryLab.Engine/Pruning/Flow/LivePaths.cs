using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Pruning.Flow;

/// <summary>
/// Which weights lie on a path of kept weights from the input to the output. Followed channel by channel: all pixels of a channel count as
/// one, and biases carry nothing.
/// </summary>
public sealed class LivePaths : IChannelWalk
{
    private readonly MaskSet masks;
    private readonly Dictionary<string, bool[]> reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> useful = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool[]> fed = new(StringComparer.Ordinal);
    private readonly Dictionary<Layer, int> pixels = new(ReferenceEqualityComparer.Instance);

    private LivePaths(NetworkDefinition network, MaskSet masks)
    {
        this.masks = masks;
        foreach (var trace in ShapeInference.Trace(network))
        {
            pixels[trace.Layer] = trace.Input.Height * trace.Input.Width;
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

    /// <inheritdoc/>
    int IChannelWalk.PixelsInto(FlattenLayer layer) => pixels[layer];

    bool[] IChannelWalk.Forward(IReadOnlyList<Layer> layers, bool[] live) => Forward(layers, live);

    bool[] IChannelWalk.Backward(IReadOnlyList<Layer> layers, bool[] live) => Backward(layers, live);

    bool[] IChannelWalk.Through(string name, ChannelLinks links, bool[] live)
    {
        fed[name] = live;
        var next = new bool[links.Outputs];
        links.ForEachKept(masks.Find($"{name}.weight"), (output, input) => next[output] |= live[input]);
        return reached[name] = next;
    }

    bool[] IChannelWalk.Against(string name, ChannelLinks links, bool[] live)
    {
        useful[name] = live;
        var before = new bool[links.Inputs];
        links.ForEachKept(masks.Find($"{name}.weight"), (output, input) => before[input] |= live[output]);
        return before;
    }

    private bool[] Forward(IReadOnlyList<Layer> layers, bool[] live) => layers.Aggregate(live, (channels, layer) => layer.Reach(channels, this));

    private bool[] Backward(IReadOnlyList<Layer> layers, bool[] live) => layers.Reverse().Aggregate(live, (channels, layer) => layer.ReachBack(channels, this));

    private void Count(NetworkDefinition network)
    {
        var dead = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var parameter in network.Parameters.Where(parameter => parameter.IsWeight && masks.Find(parameter.Name) is not null))
        {
            var name = parameter.Name[..^".weight".Length];
            var (sources, targets) = (fed[name], useful[name]);
            var links = new ChannelLinks((int)parameter.Shape[0], sources.Length, parameter.Shape.Skip(2).Aggregate(1L, (product, size) => product * size), (int)(sources.Length / parameter.Shape[1]));
            links.ForEachKept(masks[parameter.Name], (output, input) => Effective += sources[input] && targets[output] ? 1 : 0);
            var units = Enumerable.Range(0, targets.Length).Count(unit => !(reached[name][unit] && targets[unit]));
            if (units > 0 && !parameter.IsOutput)
            {
                dead[parameter.Name] = units;
            }
        }

        DeadUnits = dead;
    }
}
