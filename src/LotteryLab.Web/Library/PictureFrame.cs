namespace LotteryLab.Web.Library;

/// <summary>One step of a method's picture: a matrix of six by six weights.</summary>
/// <param name="Caption">What this step shows.</param>
/// <param name="Cells">36 cells, row by row.</param>
public sealed record PictureFrame(string Caption, IReadOnlyList<PictureCell> Cells)
{
    /// <summary>Rows and columns.</summary>
    public const int Side = 6;

    /// <summary>Cells that take part.</summary>
    public int Kept => Cells.Count(cell => cell.State is CellState.Kept or CellState.Grown);
}

/// <summary>One weight.</summary>
/// <param name="Value">What the size of its square shows, in [-1, 1].</param>
/// <param name="State">Whether it takes part.</param>
public readonly record struct PictureCell(double Value, CellState State);

/// <summary>What happened to a weight.</summary>
public enum CellState
{
    /// <summary>It takes part.</summary>
    Kept,

    /// <summary>It was cut before.</summary>
    Cut,

    /// <summary>It was cut in this step.</summary>
    Removed,

    /// <summary>It came or was drawn anew in this step.</summary>
    Grown,
}
