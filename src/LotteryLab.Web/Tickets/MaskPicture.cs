namespace LotteryLab.Web.Tickets;

/// <summary>Pictures of masks, kept weights white.</summary>
internal static class MaskPicture
{
    private const int LargestPicture = 4 << 20;

    /// <summary>A PNG of at most <paramref name="size"/> pixels a side: one pixel a weight where they all fit, else areas averaged.</summary>
    public static byte[] Of(LayerMask found, int size)
    {
        var plane = new MaskPlane(found.Mask, found.Shape);
        if (plane.Rows <= size && plane.Columns <= size && found.Mask.Count <= LargestPicture)
        {
            return PngEncoder.Bits(plane.Columns, plane.Rows, (row, column) => plane[row, column]);
        }

        var (shares, rows, columns) = plane.Grid(size);
        return PngEncoder.Grey(shares, columns, rows);
    }
}
