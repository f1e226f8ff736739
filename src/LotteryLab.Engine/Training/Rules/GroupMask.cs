using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Rules;

/// <summary>N:M masks as tensor operations, for masks that are made anew at every step (card 03, F).</summary>
public static class GroupMask
{
    /// <summary>
    /// 1 for the <paramref name="kept"/> largest magnitudes of every <paramref name="of"/> neighbours along the input dimension, else 0; equal
    /// magnitudes keep the lower index.
    /// </summary>
    /// <param name="weight">Weight as [out, in] or [out, in, height, width]; in must be divisible by <paramref name="of"/>.</param>
    /// <param name="kept">N.</param>
    /// <param name="of">M.</param>
    public static Tensor Of(Tensor weight, int kept, int of)
    {
        // Groups run along the inputs, so the kernel goes before them: grouping the flat weight would group kernel columns instead.
        var isKernel = weight.dim() == 4;
        var inputsLast = isKernel ? weight.permute(0, 2, 3, 1) : weight;
        var groups = inputsLast.abs().reshape(-1, of);
        var (own, other) = (groups.unsqueeze(2), groups.unsqueeze(1));
        var isEarlier = torch.ones([of, of], groups.dtype, groups.device).tril(-1).gt(0);
        var better = other.gt(own).logical_or(other.eq(own).logical_and(isEarlier));
        var mask = better.sum(2L).lt(kept).to(weight.dtype).reshape(inputsLast.shape);
        return isKernel ? mask.permute(0, 3, 1, 2).contiguous() : mask;
    }

    /// <summary>What SR-STE gives a dense weight: the incoming gradient, straight through, plus lambda (1 - mask) weight.</summary>
    public static Tensor StraightThroughGradient(Tensor incoming, Tensor mask, Tensor weight, double lambda) =>
        incoming.add(weight.sub(weight.mul(mask)), alpha: lambda);
}
