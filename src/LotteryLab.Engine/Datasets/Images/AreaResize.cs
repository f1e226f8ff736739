namespace LotteryLab.Engine.Datasets.Images;

/// <summary>Resizes planes by area averaging: each new pixel is the mean of the part of the old image that it covers.</summary>
internal static class AreaResize
{
    internal static byte[] Resize(byte[] planes, int channels, int height, int width, int newHeight, int newWidth)
    {
        if (height == newHeight && width == newWidth)
        {
            return planes;
        }

        // Rows first, then columns; doubles keep the rounding to bytes for the end.
        var narrow = new double[channels * height * newWidth];
        for (var line = 0; line < channels * height; line++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                narrow[(line * newWidth) + x] = Mean(x, width, newWidth, position => planes[(line * width) + position]);
            }
        }

        var result = new byte[channels * newHeight * newWidth];
        for (var channel = 0; channel < channels; channel++)
        {
            for (var y = 0; y < newHeight; y++)
            {
                for (var x = 0; x < newWidth; x++)
                {
                    var mean = Mean(y, height, newHeight, position => narrow[(((channel * height) + position) * newWidth) + x]);
                    result[(((channel * newHeight) + y) * newWidth) + x] = (byte)(mean + 0.5);
                }
            }
        }

        return result;
    }

    private static double Mean(int cell, int length, int newLength, Func<int, double> at)
    {
        // Borders in units of 1/newLength of an old pixel are whole numbers, so overlaps are exact.
        var (start, end) = ((long)cell * length, (long)(cell + 1) * length);
        var sum = 0.0;
        for (var position = start / newLength; position * newLength < end; position++)
        {
            var overlap = Math.Min(end, (position + 1) * newLength) - Math.Max(start, position * newLength);
            sum += overlap * at((int)position);
        }

        return sum / length;
    }
}
