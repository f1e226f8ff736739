using System.Runtime.Intrinsics;
using LotteryLab.Engine.Networks.Sparsity;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>Only kept weights take part.</summary>
internal sealed unsafe class SparseTailLayer(SparsePattern pattern, Tensor values, Tensor? bias, bool isRectified) : TailLayer(values, bias, isRectified)
{
    internal override void Forward(Sheet input, Sheet output)
    {
        var from = input.ReadPanels(pattern.InputStarts);
        var to = output.WritePanels();
        for (var panel = 0; panel < input.PanelCount; panel++)
        {
            SparseKernels.Forward(pattern, Sheet.Memory(Weight), Bias, from + (panel * input.PanelSize), IsRectified, to + (panel * output.PanelSize));
        }
    }

    internal override void Backward(Sheet input, Sheet output, Sheet gradient, Sheet? ofInput)
    {
        var given = gradient.ChangePanels();
        var read = input.ReadPanels(pattern.InputStarts);
        var opened = IsRectified ? output.ReadPanels() : null;
        var values = Sheet.Memory(Weight);
        var ofValues = Sheet.Memory(WeightGradient);
        var to = ofInput is null ? null : ofInput.WritePanels();
        for (var panel = 0; panel < gradient.PanelCount; panel++)
        {
            var closed = given + (panel * gradient.PanelSize);
            Close(closed, opened is null ? null : opened + (panel * output.PanelSize), isFirst: panel == 0);
            SparseKernels.BackwardValues(pattern, read + (panel * input.PanelSize), closed, isFirst: panel == 0, ofValues);
            if (to is not null)
            {
                SparseKernels.BackwardInputs(pattern, values, closed, to + (panel * input.PanelSize));
            }
        }
    }

    private void Close(float* gradients, float* outputs, bool isFirst)
    {
        var sums = BiasGradient;
        for (var unit = 0; unit < pattern.Outputs; unit++)
        {
            var sum = Vector256<float>.Zero;
            for (var i = 0; i < Panel.Images; i += 8)
            {
                var at = ((nint)unit * Panel.Images) + i;
                var value = Vector256.Load(gradients + at);
                if (outputs is not null)
                {
                    value = Panel.Close(value, Vector256.Load(outputs + at));
                    value.Store(gradients + at);
                }

                sum += value;
            }

            if (sums is not null)
            {
                sums[unit] = isFirst ? Panel.Sum(sum) : sums[unit] + Panel.Sum(sum);
            }
        }
    }
}
