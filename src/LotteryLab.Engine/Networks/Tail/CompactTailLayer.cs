using LotteryLab.Engine.Networks.Sparsity;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>
/// The block of outputs and inputs that have kept weights, as a smaller dense layer. An output without any is its bias, which trains as before; an
/// input without any gets a zero gradient.
/// </summary>
internal sealed unsafe class CompactTailLayer : TailLayer
{
    private readonly Tensor turnedWeight;
    private readonly MaskExtent extent;
    private readonly Dictionary<int, (Sheet Input, Sheet Output)> sheets = [];

    internal CompactTailLayer(MaskExtent extent, Tensor weight, Tensor? bias, bool isRectified)
        : base(weight, bias, isRectified)
    {
        this.extent = extent;
        turnedWeight = Weight.t().DetachFromDisposeScope();
    }

    internal override void Forward(Sheet input, Sheet output)
    {
        var (read, computed) = For(input.Images);
        Gather(input, extent.Inputs, read);
        computed.WriteRows().addmm_(read.Rows, turnedWeight, beta: 0, alpha: 1);
        Scatter(computed, extent.Outputs, output);
        RowPasses.Finish(Sheet.Memory(output.ChangeRows()), output.Images, output.Units, Bias, IsRectified);
    }

    internal override void Backward(Sheet input, Sheet output, Sheet gradient, Sheet? ofInput)
    {
        RowPasses.Close(Sheet.Memory(gradient.ChangeRows()), IsRectified ? Sheet.Memory(output.Rows) : null, gradient.Images, gradient.Units, BiasGradient);
        var (read, given) = For(input.Images);
        Gather(gradient, extent.Outputs, given);
        WeightGradient.addmm_(given.Turned, read.Rows, beta: 0, alpha: 1);
        if (ofInput is not null)
        {
            // What was read is needed no more.
            read.WriteRows().addmm_(given.Rows, Weight, beta: 0, alpha: 1);
            Scatter(read, extent.Inputs, ofInput);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        turnedWeight.Dispose();
        foreach (var (input, output) in sheets.Values)
        {
            input.Dispose();
            output.Dispose();
        }
    }

    private static void Gather(Sheet from, int[] units, Sheet to)
    {
        var read = Sheet.Memory(from.Rows);
        var write = Sheet.Memory(to.WriteRows());
        for (var image = 0; image < from.Images; image++, read += from.Units, write += units.Length)
        {
            for (var i = 0; i < units.Length; i++)
            {
                write[i] = read[units[i]];
            }
        }
    }

    private static void Scatter(Sheet from, int[] units, Sheet to)
    {
        var read = Sheet.Memory(from.Rows);
        var write = Sheet.Memory(to.WriteRows());
        new Span<float>(write, to.Images * to.Units).Clear();
        for (var image = 0; image < from.Images; image++, read += units.Length, write += to.Units)
        {
            for (var i = 0; i < units.Length; i++)
            {
                write[units[i]] = read[i];
            }
        }
    }

    private (Sheet Input, Sheet Output) For(int images)
    {
        if (!sheets.TryGetValue(images, out var pair))
        {
            pair = (new Sheet(images, extent.Inputs.Length), new Sheet(images, extent.Outputs.Length));
            sheets.Add(images, pair);
        }

        return pair;
    }
}
