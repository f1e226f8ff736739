namespace LotteryLab.Engine.Datasets.Tensors;

/// <summary>How 8-bit pixels become numbers: x/255, then minus mean and divided by deviation per channel, or scaled to unit length per image.</summary>
/// <param name="Mean">Per channel, of pixels in [0, 1].</param>
/// <param name="Deviation">Per channel; never 0.</param>
/// <param name="UnitNorm">When set, each image is divided by its L2 norm instead.</param>
public sealed record ChannelScaling(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, bool UnitNorm = false)
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetDeviation = [0.229, 0.224, 0.225];

    /// <summary>Scaling that the options ask for.</summary>
    /// <param name="normalization">One of the words of <see cref="DatasetOptions.Normalization"/>.</param>
    /// <param name="known">Published constants of the data set, or null to compute them.</param>
    /// <param name="raw">Decoded images; only those named in <paramref name="train"/> are looked at.</param>
    /// <param name="train">Training images.</param>
    public static ChannelScaling Choose(string normalization, ChannelScaling? known, RawDataset raw, ReadOnlySpan<int> train)
    {
        var channels = raw.Facts.Shape.Channels;
        return normalization switch
        {
            "none" => Identity(channels),
            "unit-norm" => Identity(channels) with { UnitNorm = true },
            "imagenet" => ImageNet(channels),
            "standard" => known ?? Measure(raw.TrainImages, raw.Facts.Shape, train),
            _ => throw new LotteryLabException("dataset.normalization", $"There is no normalisation '{normalization}'.", "Choose standard, none, imagenet or unit-norm."),
        };
    }

    /// <summary>Mean and deviation per channel of some images.</summary>
    public static ChannelScaling Measure(ReadOnlySpan<byte> images, Networks.ImageShape shape, ReadOnlySpan<int> indices)
    {
        var plane = shape.Height * shape.Width;
        var sums = new long[shape.Channels];
        var squares = new long[shape.Channels];
        foreach (var index in indices)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                // Integer sums are exact, so the result depends neither on order nor on machine.
                long sum = 0, square = 0;
                foreach (var pixel in images.Slice((index * shape.Count) + (channel * plane), plane))
                {
                    sum += pixel;
                    square += pixel * pixel;
                }

                sums[channel] += sum;
                squares[channel] += square;
            }
        }

        var count = (double)plane * Math.Max(1, indices.Length);
        var mean = sums.Select(sum => sum / count).ToArray();
        var deviation = squares.Select((square, channel) => Math.Sqrt(Math.Max(0, (square / count) - (mean[channel] * mean[channel])))).ToArray();

        // A constant channel (all images black) is left unscaled rather than divided by zero.
        return new ChannelScaling([.. mean.Select(value => value / 255)], [.. deviation.Select(value => value < 1e-6 ? 1 : value / 255)]);
    }

    /// <summary>Pixels as they are.</summary>
    internal static ChannelScaling Identity(int channels) =>
        new([.. Enumerable.Repeat(0.0, channels)], [.. Enumerable.Repeat(1.0, channels)]);

    private static ChannelScaling ImageNet(int channels) => channels == 3
        ? new(ImageNetMean, ImageNetDeviation)
        : new([.. Enumerable.Repeat(ImageNetMean.Average(), channels)], [.. Enumerable.Repeat(ImageNetDeviation.Average(), channels)]);
}
