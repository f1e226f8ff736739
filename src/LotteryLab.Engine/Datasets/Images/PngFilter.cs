namespace LotteryLab.Engine.Datasets.Images;

/// <summary>Undoes the five row filters of PNG (ISO/IEC 15948, section 9).</summary>
internal static class PngFilter
{
    /// <summary>Reads and unfilters all rows; memory is taken only as fast as the stream delivers, so a short file cannot claim much.</summary>
    internal static byte[] Undo(Stream stream, int stride, int height, int pixelBytes, Func<string, LotteryLabException> damaged)
    {
        var rows = new MemoryStream();
        var (above, row) = (new byte[stride], new byte[stride]);
        for (var y = 0; y < height; y++)
        {
            var filter = stream.ReadByte();
            if (filter < 0 || stream.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride)
            {
                throw damaged($"it ends in row {y} of {height}");
            }

            if (filter > 4)
            {
                throw damaged($"row {y} has the unknown filter {filter}");
            }

            UndoRow(filter, row, above, pixelBytes);
            rows.Write(row);
            (above, row) = (row, above);
        }

        return stream.ReadByte() < 0 ? rows.ToArray() : throw damaged("it holds more rows than its header says");
    }

    private static void UndoRow(int filter, byte[] row, byte[] above, int pixelBytes)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes], up = above[i], corner = i < pixelBytes ? 0 : above[i - pixelBytes];
            var predicted = filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            };
            row[i] = unchecked((byte)(row[i] + predicted));
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        var (toLeft, toUp, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
