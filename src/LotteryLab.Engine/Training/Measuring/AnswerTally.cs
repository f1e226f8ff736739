using System.Runtime.InteropServices;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Measuring;

/// <summary>Losses and right answers of an evaluation, summed batch by batch in float64 and whole numbers.</summary>
internal sealed class AnswerTally(Device device)
{
    // On an accelerator sums stay there until the end, so that no batch waits for the one before; made when they are first needed.
    private Tensor? lossThere;
    private Tensor? rightThere;
    private double lossHere;
    private long rightHere;

    /// <summary>Adds a batch of scores [N, C] and answers [N]. Call within a dispose scope, inside the one of the whole evaluation.</summary>
    internal void Add(Tensor scores, Tensor answers)
    {
        if (!DeviceRoute.IsAccelerator(device) && scores.dtype == ScalarType.Float32 && scores.is_contiguous())
        {
            CrossEntropy.Tally(scores, MemoryMarshal.Cast<byte, long>(answers.bytes), ref lossHere, ref rightHere);
            return;
        }

        lossThere ??= torch.zeros([1], ScalarType.Float64, device).MoveToOuterDisposeScope();
        rightThere ??= torch.zeros([1], ScalarType.Int64, device).MoveToOuterDisposeScope();
        // Each loss is taken on its own and summed in float64: a float32 sum over thousands would depend on the batch size.
        lossThere.add_(nn.functional.cross_entropy(scores, answers, reduction: nn.Reduction.None).sum(ScalarType.Float64));
        rightThere.add_(scores.argmax(1).eq(answers).sum());
    }

    /// <summary>Means over all that was added; NaN when there was nothing.</summary>
    internal Measurement Result(long count)
    {
        var loss = lossHere + (lossThere?.ReadNumber<double>() ?? 0);
        var right = rightHere + (rightThere?.ReadNumber<long>() ?? 0);
        return count == 0 ? new Measurement(double.NaN, double.NaN, 0) : new Measurement(loss / count, (double)right / count, count);
    }
}
