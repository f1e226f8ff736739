using LotteryLab.Engine.Datasets;
using LotteryLab.Web.Tickets;

namespace LotteryLab.Web.Datasets;

/// <summary>Draws a grid of training images: one class a column where there are 6 to 12 classes, otherwise the classes in turn.</summary>
internal static class SampleSheet
{
    private const int Most = 36;
    private const int Gap = 2;

    /// <summary>The grid as a PNG.</summary>
    public static byte[] Draw(RawDataset data)
    {
        var (shape, classes) = (data.Facts.Shape, data.Facts.Classes);
        var columns = classes is >= 6 and <= 12 ? classes : 8;
        var chosen = Choose(data.TrainLabels, classes, columns * Math.Max(1, Most / columns));
        var rows = (chosen.Count + columns - 1) / columns;
        var (width, height) = ((columns * (shape.Width + Gap)) - Gap, (rows * (shape.Height + Gap)) - Gap);

        // Mid-grey between the images: neither black nor white images melt into it.
        var sheet = new byte[3 * width * height];
        Array.Fill(sheet, (byte)128);
        for (var cell = 0; cell < chosen.Count; cell++)
        {
            var (left, top) = (cell % columns * (shape.Width + Gap), cell / columns * (shape.Height + Gap));
            Place(data.TrainImages.AsSpan(chosen[cell] * shape.Count, shape.Count), shape, sheet, width, left, top);
        }

        return PngEncoder.Colour(sheet, width, height);
    }

    /// <summary>The first images of each class, the classes in turn.</summary>
    internal static IReadOnlyList<int> Choose(ReadOnlySpan<byte> labels, int classes, int count)
    {
        var byClass = new List<int>[classes];
        for (var label = 0; label < classes; label++)
        {
            byClass[label] = [];
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (byClass[labels[i]].Count < count)
            {
                byClass[labels[i]].Add(i);
            }
        }

        var chosen = new List<int>();
        for (var turn = 0; turn < count && chosen.Count < count; turn++)
        {
            chosen.AddRange(byClass.Where(own => own.Count > turn).Select(own => own[turn]).Take(count - chosen.Count));
        }

        return chosen;
    }

    private static void Place(ReadOnlySpan<byte> image, Engine.Networks.ImageShape shape, Span<byte> sheet, int width, int left, int top)
    {
        var plane = shape.Height * shape.Width;
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    var channel = shape.Channels >= 3 ? colour : 0;
                    sheet[(3 * (((top + y) * width) + left + x)) + colour] = image[(channel * plane) + (y * shape.Width) + x];
                }
            }
        }
    }
}
