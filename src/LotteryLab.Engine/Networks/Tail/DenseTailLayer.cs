using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>Every weight takes part: products of LibTorch, written into memory that is there.</summary>
internal sealed class DenseTailLayer : TailLayer
{
    private readonly Tensor turnedWeight;

    internal DenseTailLayer(Tensor weight, Tensor? bias, bool isRectified)
        : base(weight, bias, isRectified) => turnedWeight = Weight.t().DetachFromDisposeScope();

    internal override unsafe void Forward(Sheet input, Sheet output)
    {
        var result = output.WriteRows();
        result.addmm_(input.Rows, turnedWeight, beta: 0, alpha: 1);
        RowPasses.Finish(Sheet.Memory(result), output.Images, output.Units, Bias, IsRectified);
    }

    internal override unsafe void Backward(Sheet input, Sheet output, Sheet gradient, Sheet? ofInput)
    {
        RowPasses.Close(Sheet.Memory(gradient.ChangeRows()), IsRectified ? Sheet.Memory(output.Rows) : null, gradient.Images, gradient.Units, BiasGradient);
        WeightGradient.addmm_(gradient.Turned, input.Rows, beta: 0, alpha: 1);
        ofInput?.WriteRows().addmm_(gradient.Rows, Weight, beta: 0, alpha: 1);
    }

    public override void Dispose()
    {
        base.Dispose();
        turnedWeight.Dispose();
    }
}
