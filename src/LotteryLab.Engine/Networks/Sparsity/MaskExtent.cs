using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>Outputs and inputs of a fully connected layer that have a kept weight, ascending.</summary>
/// <param name="Outputs">Rows of the weight that are not all pruned.</param>
/// <param name="Inputs">Columns of the weight that are not all pruned.</param>
internal readonly record struct MaskExtent(int[] Outputs, int[] Inputs)
{
    internal static MaskExtent Of(BitMask mask, int outputs, int inputs)
    {
        var rows = new bool[outputs];
        var columns = new bool[inputs];
        for (var i = 0L; i < mask.Count; i++)
        {
            if (mask[i])
            {
                rows[i / inputs] = true;
                columns[i % inputs] = true;
            }
        }

        return new MaskExtent(Positions(rows), Positions(columns));
    }

    private static int[] Positions(bool[] used) => [.. Enumerable.Range(0, used.Length).Where(i => used[i])];
}
