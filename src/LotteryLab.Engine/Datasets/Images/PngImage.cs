namespace LotteryLab.Engine.Datasets.Images;

/// <summary>A decoded PNG: interleaved 8-bit samples.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
/// <param name="Samples">Height x Width x Channels bytes.</param>
public sealed record PngImage(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>
    /// Planes [C, H, W] in grey (1) or RGB (3), with transparent parts blended onto black. Grey of a colour is Rec. 601 luma in integers, so it is the same everywhere.
    /// </summary>
    public byte[] ToPlanes(int channels)
    {
        var (area, planes) = (Width * Height, new byte[channels * Width * Height]);
        for (var i = 0; i < area; i++)
        {
            var pixel = Samples.AsSpan(i * Channels, Channels);
            var (red, green, blue) = Channels >= 3 ? (pixel[0], pixel[1], pixel[2]) : (pixel[0], pixel[0], pixel[0]);
            var alpha = Channels is 2 or 4 ? pixel[^1] : 255;
            if (channels == 1)
            {
                planes[i] = Over(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000, alpha);
                continue;
            }

            planes[i] = Over(red, alpha);
            planes[i + area] = Over(green, alpha);
            planes[i + (2 * area)] = Over(blue, alpha);
        }

        return planes;
    }

    private static byte Over(int value, int alpha) => (byte)(((value * alpha) + 127) / 255);
}
