using LotteryLab.Web.Tickets;

namespace LotteryLab.Web.Preview;

/// <summary>A point of a picture, in pixels from the top left corner.</summary>
internal readonly record struct Dot(double X, double Y);

/// <summary>
/// A picture that smooth lines, areas and discs are drawn into. No package that draws pictures restores from our registry; charts need nothing but these. Each
/// pixel is covered by as much of a line as its distance from it says, which is exact enough for lines of two pixels and more.
/// </summary>
internal sealed class Raster
{
    private readonly byte[] pixels;

    /// <summary>A picture of one colour.</summary>
    public Raster(int width, int height, Colour background)
    {
        (Width, Height) = (width, height);
        pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (background.Red, background.Green, background.Blue);
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng() => PngEncoder.Colour(pixels, Width, Height);

    /// <summary>Draws a line through points, with round ends; pixels that several parts cover are coloured once.</summary>
    /// <param name="points">The points.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="opacity">1 covers what lies below.</param>
    /// <param name="dashes">Lengths of line and gap in turns; null for an unbroken line.</param>
    public void Stroke(IReadOnlyList<Dot> points, double width, Colour colour, double opacity = 1, IReadOnlyList<double>? dashes = null)
    {
        if (points.Count == 0)
        {
            return;
        }

        var reach = (width / 2) + 1;
        var (left, top) = (Clamp(points.Min(point => point.X) - reach, Width), Clamp(points.Min(point => point.Y) - reach, Height));
        var (right, bottom) = (Clamp(points.Max(point => point.X) + reach + 1, Width), Clamp(points.Max(point => point.Y) + reach + 1, Height));
        var cover = new float[Math.Max(0, right - left) * Math.Max(0, bottom - top)];
        foreach (var (from, to) in dashes is null ? Segments(points) : Dashed(points, dashes))
        {
            Cover(cover, left, top, right, bottom, from, to, width / 2);
        }

        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                Blend(x, y, colour, opacity * cover[((y - top) * (right - left)) + x - left]);
            }
        }
    }

    /// <summary>Draws a filled disc.</summary>
    public void Disc(Dot centre, double radius, Colour colour) => Stroke([centre], radius * 2, colour);

    /// <summary>Fills the area between two lines that share their x, such as a band of confidence.</summary>
    public void Band(IReadOnlyList<(double X, double Top, double Bottom)> edges, Colour colour, double opacity)
    {
        for (var part = 1; part < edges.Count; part++)
        {
            var (a, b) = edges[part - 1].X <= edges[part].X ? (edges[part - 1], edges[part]) : (edges[part], edges[part - 1]);
            for (var x = Clamp(Math.Round(a.X), Width); x < Clamp(Math.Round(b.X), Width); x++)
            {
                var share = Math.Clamp((x + 0.5 - a.X) / Math.Max(b.X - a.X, 1e-9), 0, 1);
                var (top, bottom) = (a.Top + ((b.Top - a.Top) * share), a.Bottom + ((b.Bottom - a.Bottom) * share));
                for (var y = Clamp(Math.Floor(top), Height); y < Clamp(Math.Ceiling(bottom), Height); y++)
                {
                    Blend(x, y, colour, opacity * Math.Clamp(Math.Min(y + 1, bottom) - Math.Max(y, top), 0, 1));
                }
            }
        }
    }

    private static void Cover(float[] cover, int left, int top, int right, int bottom, Dot from, Dot to, double half)
    {
        var reach = half + 1;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = (dx * dx) + (dy * dy);
        for (var y = Math.Max(top, (int)(Math.Min(from.Y, to.Y) - reach)); y < Math.Min(bottom, Math.Max(from.Y, to.Y) + reach); y++)
        {
            for (var x = Math.Max(left, (int)(Math.Min(from.X, to.X) - reach)); x < Math.Min(right, Math.Max(from.X, to.X) + reach); x++)
            {
                var (px, py) = (x + 0.5 - from.X, y + 0.5 - from.Y);
                var along = length == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / length, 0, 1);
                var distance = Math.Sqrt(Math.Pow(px - (along * dx), 2) + Math.Pow(py - (along * dy), 2));
                var place = ((y - top) * (right - left)) + x - left;
                cover[place] = Math.Max(cover[place], (float)Math.Clamp(half + 0.5 - distance, 0, 1));
            }
        }
    }

    private void Blend(int x, int y, Colour colour, double share)
    {
        if (share <= 0)
        {
            return;
        }

        var place = ((y * Width) + x) * 3;
        pixels[place] = Mix(pixels[place], colour.Red, share);
        pixels[place + 1] = Mix(pixels[place + 1], colour.Green, share);
        pixels[place + 2] = Mix(pixels[place + 2], colour.Blue, share);
    }

    private static byte Mix(byte below, byte above, double share) => (byte)Math.Round(below + ((above - below) * share));

    private static int Clamp(double value, int size) => (int)Math.Clamp(value, 0, size);

    private static IEnumerable<(Dot From, Dot To)> Segments(IReadOnlyList<Dot> points) =>
        points.Count == 1 ? [(points[0], points[0])] : points.Skip(1).Select((to, index) => (points[index], to));

    // Gaps count from the ends of the round caps by themselves: callers give lengths that look right.
    private static IEnumerable<(Dot From, Dot To)> Dashed(IReadOnlyList<Dot> points, IReadOnlyList<double> dashes)
    {
        var (dash, left) = (0, dashes[0]);
        foreach (var (from, to) in Segments(points))
        {
            var length = Math.Sqrt(Math.Pow(to.X - from.X, 2) + Math.Pow(to.Y - from.Y, 2));
            var done = 0.0;
            while (done < length)
            {
                var step = Math.Min(left, length - done);
                if (dash % 2 == 0)
                {
                    yield return (At(from, to, done / length), At(from, to, (done + step) / length));
                }

                done += step;
                left -= step;
                if (left <= 1e-9)
                {
                    dash = (dash + 1) % dashes.Count;
                    left = dashes[dash];
                }
            }
        }
    }

    private static Dot At(Dot from, Dot to, double share) => new(from.X + ((to.X - from.X) * share), from.Y + ((to.Y - from.Y) * share));
}
