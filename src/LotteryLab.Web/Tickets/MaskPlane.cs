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
        var rows = Math.Min(size, Rows);
        var columns = Math.Min(size, Columns);
        var kept = new int[rows * columns];
        var all = new int[rows * columns];
        for (var row = 0; row < Rows; row++)
        {
            var line = (int)((long)row * rows / Rows) * columns;
            for (var column = 0; column < Columns; column++)
            {
                var cell = line + (int)((long)column * columns / Columns);
                all[cell]++;
                kept[cell] += this[row, column] ? 1 : 0;
            }
        }

        return ([.. kept.Zip(all, (part, whole) => (byte)((255L * part / Math.Max(1, whole)) is 0 && part > 0 ? 1 : 255L * part / Math.Max(1, whole)))], rows, columns);
    }

    /// <summary>Kept weights of each output and of each input.</summary>
    public (int[] Outputs, int[] Inputs) Counts()
    {
        var outputs = new int[Rows / kernelHeight];
        var counts = new int[inputs];
        var kernel = kernelHeight * kernelWidth;
        for (var output = 0; output < outputs.Length; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var k = 0; k < kernel; k++)
                {
                    if (mask[((((long)output * inputs) + input) * kernel) + k])
                    {
                        outputs[output]++;
                        counts[input]++;
                    }
                }
            }
        }

        return (outputs, counts);
    }
}
