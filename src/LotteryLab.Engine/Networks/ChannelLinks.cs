using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks;

/// <summary>How the flat positions of a weight tensor link input channels to output channels.</summary>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Space">Weights of one link: kernel x kernel of a convolution, 1 otherwise.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
public readonly record struct ChannelLinks(int Outputs, int Inputs, long Space, int Groups)
{
    /// <summary>Visits (output, input) of every kept weight; of all weights without a mask.</summary>
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

/// <summary>Somebody who follows channels through a network, one way or the other.</summary>
internal interface IChannelWalk
{
    /// <summary>Pixels of a channel in front of a flattening.</summary>
    int PixelsInto(FlattenLayer layer);

    /// <summary>Output channels that live inputs reach through kept weights.</summary>
    bool[] Through(string name, ChannelLinks links, bool[] live);

    /// <summary>Input channels that reach live outputs through kept weights.</summary>
    bool[] Against(string name, ChannelLinks links, bool[] live);

    /// <summary>Through a list of layers.</summary>
    bool[] Forward(IReadOnlyList<Layer> layers, bool[] live);

    /// <summary>Back through a list of layers.</summary>
    bool[] Backward(IReadOnlyList<Layer> layers, bool[] live);
}
