using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>Masks by rank, as tensors on the scores' own device: they are needed at every step. Masks are 1.0 where kept.</summary>
internal static class TopScores
{
    /// <summary>int((1 - density) n) in double, as the reference codes count what goes.</summary>
    public static long RemovedAt(double density, long count) => (long)((1 - density) * count);

    /// <summary>Drops exactly <paramref name="removed"/> of the smallest values; of equal ones the first go, as after a stable sort.</summary>
    /// <param name="values">Values in one dimension.</param>
    /// <param name="removed">How many go.</param>
    public static Tensor KeepLargest(Tensor values, long removed)
    {
        if (removed <= 0)
        {
            return values.ones_like();
        }

        using var scope = torch.NewDisposeScope();
        var threshold = values.kthvalue(removed, 0).values;
        var above = values.gt(threshold);
        var spare = above.sum().neg_().add_(values.numel() - removed);
        // Mostly there are none to spare. In reach that is worth a look; on an accelerator waiting for the answer costs more than the operations.
        if (DeviceRoute.IsAccelerator(values.device) || spare.ReadNumber<long>() > 0)
        {
            // Some of those equal to the threshold stay: the last ones.
            var ties = values.eq(threshold);
            var order = ties.cumsum(0, ScalarType.Int64);
            above = above.logical_or(ties.logical_and(order.gt(ties.sum().sub(spare))));
        }

        return above.to_type(values.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps what lies above the value with the given 1-based rank from below; all equal to it go too.</summary>
    public static Tensor Above(Tensor values, long rank)
    {
        if (rank <= 0)
        {
            return values.ones_like();
        }

        using var scope = torch.NewDisposeScope();
        return values.gt(values.kthvalue(rank, 0).values).to_type(values.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps what is at least the value with the given 1-based rank from below.</summary>
    public static Tensor AtLeast(Tensor values, long rank)
    {
        using var scope = torch.NewDisposeScope();
        return values.ge(values.kthvalue(Math.Max(1, rank), 0).values).to_type(values.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Applies a rule to the magnitudes of all layers together and writes the masks.</summary>
    public static void RankTogether(IReadOnlyList<Tensor> scores, IReadOnlyList<Tensor> masks, Func<Tensor, Tensor> rule)
    {
        using var scope = torch.NewDisposeScope();
        var all = torch.cat([.. scores.Select(score => score.flatten().abs())]);
        var parts = rule(all).split([.. scores.Select(score => score.numel())]);
        for (var i = 0; i < parts.Length; i++)
        {
            masks[i].copy_(parts[i].reshape(masks[i].shape));
        }
    }
}
