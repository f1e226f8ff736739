namespace LotteryLab.Engine.Networks;

/// <summary>Shape of one example between two layers: an image [channels, height, width] or a vector of features.</summary>
/// <param name="Channels">Channels of an image, or number of features.</param>
/// <param name="Height">Height of an image; 1 for features.</param>
/// <param name="Width">Width of an image; 1 for features.</param>
/// <param name="IsFlat">Whether it is a vector of features.</param>
public readonly record struct LayerShape(int Channels, int Height, int Width, bool IsFlat)
{
    /// <summary>Number of values.</summary>
    public long Count => (long)Channels * Height * Width;

    /// <summary>Sizes as a tensor of one example would list them.</summary>
    public IReadOnlyList<long> Sizes => IsFlat ? [Channels] : [Channels, Height, Width];

    /// <inheritdoc/>
    public override string ToString() => IsFlat ? $"{Channels} features" : $"{Channels}x{Height}x{Width}";
}

/// <summary>A layer with the shapes it takes and gives; layers inside residual layers are listed before the residual layer itself.</summary>
public readonly record struct LayerTrace(Layer Layer, LayerShape Input, LayerShape Output, bool IsShortcut);
