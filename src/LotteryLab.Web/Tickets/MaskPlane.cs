using System.Numerics;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Web.Tickets;

/// <summary>A mask as a picture: rows are outputs, columns are inputs; each kernel of a convolution is a tile of its own size.</summary>
internal sealed class MaskPlane
{
    private readonly BitMask mask;
    private readonly int inputs;
    private readonly int kernelHeight;
    private readonly int kernelWidth;

    public MaskPlane(BitMask mask, IReadOnlyList<long> shape)
    {
        this.mask = mask;
        var isConvolution = shape.Count == 4;
        kernelHeight = isConvolution ? (int)shape[2] : 1;
        kernelWidth = isConvolution ? (int)shape[3] : 1;
        var outputs = shape.Count == 0 ? 1 : (int)shape[0];
        inputs = outputs == 0 ? 0 : (int)(mask.Count / outputs / kernelHeight / kernelWidth);
        Rows = outputs * kernelHeight;
        Columns = inputs * kernelWidth;
    }

    /// <summary>Height in weights.</summary>
    public int Rows { get; }

    /// <summary>Width in weights.</summary>
    public int Columns { get; }

    /// <summary>Whether the weight at this place is kept.</summary>
    public bool this[int row, int column]
    {
        get
        {
            var output = row / kernelHeight;
            var input = column / kernelWidth;
            return mask[((((long)output * inputs) + input) * kernelHeight * kernelWidth) + (row % kernelHeight * kernelWidth) + (column % kernelWidth)];
        }
    }

    /// <summary>Shares of kept weights (255 is all) in a grid of at most <paramref name="size"/> cells a side; every weight counts in exactly one cell.</summary>
    public (byte[] Shares, int Rows, int Columns) Grid(int size)
    {
        var (rows, columns) = (Math.Min(size, Rows), Math.Min(size, Columns));
        var kept = new int[rows * columns];
        if (kernelHeight * kernelWidth == 1)
        {
            CountLines(kept, rows, columns);
        }
        else
        {
            CountKernels(kept, rows, columns);
        }

        var shares = new byte[kept.Length];
        for (var cell = 0; cell < shares.Length; cell++)
        {
            var all = (long)Length(cell / columns, rows, Rows) * Length(cell % columns, columns, Columns);
            var share = 255L * kept[cell] / Math.Max(1, all);
            // A kept weight is never invisible.
            shares[cell] = (byte)(share == 0 && kept[cell] > 0 ? 1 : share);
        }

        return (shares, rows, columns);
    }

    /// <summary>Kept weights of each output and of each input.</summary>
    public (int[] Outputs, int[] Inputs) Counts()
    {
        var kernel = kernelHeight * kernelWidth;
        var outputs = new int[Rows / kernelHeight];
        var counts = new int[inputs];
        var line = (long)inputs * kernel;
        for (var output = 0; output < outputs.Length; output++)
        {
            outputs[output] = mask.KeptIn(output * line, (output + 1) * line);
        }

        var words = mask.Words;
        for (var word = 0; word < words.Length; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var index = ((long)word << 6) + BitOperations.TrailingZeroCount(bits);
                counts[index / kernel % inputs]++;
            }
        }

        return (outputs, counts);
    }

    // First of the rows (or columns) that a cell stands for: whole / cells each, rounded so that every one belongs to exactly one cell.
    private static int First(int cell, int cells, int whole) => (int)((((long)cell * whole) + cells - 1) / cells);

    private static int Length(int cell, int cells, int whole) => First(cell + 1, cells, whole) - First(cell, cells, whole);

    // Without kernels a line of a cell is a run of bits: 64 weights a step.
    private void CountLines(int[] kept, int rows, int columns)
    {
        var starts = new int[columns + 1];
        for (var column = 0; column <= columns; column++)
        {
            starts[column] = First(column, columns, Columns);
        }

        for (var row = 0; row < Rows; row++)
        {
            var line = (int)((long)row * rows / Rows) * columns;
            var begin = (long)row * Columns;
            for (var column = 0; column < columns; column++)
            {
                kept[line + column] += mask.KeptIn(begin + starts[column], begin + starts[column + 1]);
            }
        }
    }

    private void CountKernels(int[] kept, int rows, int columns)
    {
        var cells = new int[Columns];
        for (var column = 0; column < Columns; column++)
        {
            cells[column] = (int)((long)column * columns / Columns);
        }

        // In the order in which the weights are stored.
        var index = 0L;
        for (var row = 0; row < Rows; row += kernelHeight)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var y = 0; y < kernelHeight; y++)
                {
                    var line = (int)((long)(row + y) * rows / Rows) * columns;
                    for (var x = 0; x < kernelWidth; x++, index++)
                    {
                        if (mask[index])
                        {
                            kept[line + cells[(input * kernelWidth) + x]]++;
                        }
                    }
                }
            }
        }
    }
}
