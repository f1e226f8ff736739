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
}
