namespace LotteryLab.Engine.Networks;

/// <summary>Shape of one input image as [channels, height, width].</summary>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values of one image.</summary>
    public int Count => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}

/// <summary>A network as data: what it takes, what it gives, and its layers in forward order.</summary>
/// <param name="Input">Shape of one image.</param>
/// <param name="Classes">Number of logits.</param>
/// <param name="Layers">Layers in forward order.</param>
public sealed record NetworkDefinition(ImageShape Input, int Classes, IReadOnlyList<Layer> Layers)
{
    /// <summary>Every parameter and running statistic in forward order (of a residual layer: body, then shortcut).</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; } = ParameterDefinition.Of(Layers);

    /// <summary>Position of the first of the fully connected layers that the network ends with, with nothing but ReLUs between and behind them; the number of layers when there is none.</summary>
    internal int TailStart
    {
        get
        {
            var start = Layers.Count;
            for (var i = Layers.Count - 1; i >= 0 && Layers[i] is LinearLayer or ReluLayer; i--)
            {
                start = Layers[i] is LinearLayer ? i : start;
            }

            return start;
        }
    }

    /// <summary>Those layers.</summary>
    internal IEnumerable<LinearLayer> TailLayers => Layers.Skip(TailStart).OfType<LinearLayer>();
}
