
namespace LotteryLab.Engine.Pruning;

/// <summary>
/// The four magnitude rules of card 01, B. Reference rules are reproduced exactly, with the one weight too many and the ties that they
/// remove; situations in which reference code crashes give a result and a warning instead.
/// </summary>
public static class MagnitudePruning
{
    /// <summary>Prunes once.</summary>
    /// <exception cref="LotteryLabException">A weight is not a number (<c>pruning.nan</c>), or a number of the request is out of range (<c>pruning.request</c>).</exception>
    public static PruningOutcome Prune(PruningRequest request)
    {
        Validate(request);
        return request.Rule switch
        {
            PruningRule.Layerwise => Layerwise(request, isExact: false),
            PruningRule.SparseGlobal => SparseGlobal(request),
            PruningRule.ToGlobalDensity => ToGlobalDensity(request),
            PruningRule.ExactK when request.Scope == PruningScope.Layer => Layerwise(request, isExact: true),
            PruningRule.ExactK => ExactGlobal(request),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Rule, "Unknown rule."),
        };
    }

    private static PruningOutcome Layerwise(PruningRequest request, bool isExact)
    {
        var step = new PruningStep(request);
        var quotas = 0L;
        foreach (var tensor in request.Tensors)
        {
            var rate = tensor.Rate ?? request.Rate;
            if (tensor.IsIgnored || rate == 0)
            {
                step.Keep(tensor, 0);
                continue;
            }

            if (tensor.Mask.Kept == 0)
            {
                step.Warn("tensor-empty", $"'{tensor.Name}' was empty already; there is nothing left to rank in it.");
                step.Keep(tensor, 0);
                continue;
            }

            var quota = (long)Math.Round(rate * tensor.Mask.Kept, MidpointRounding.ToEven);
            quotas += quota;
            if (isExact)
            {
                step.RemoveExactly([tensor], quota, quota);
                continue;
            }

            step.RemoveUpTo(tensor, MagnitudeOrder.Select([tensor], step.Clamp(quota, tensor.Mask.Kept, $"'{tensor.Name}'")), quota);
        }

        return step.Finish(quotas, threshold: null);
    }

    private static PruningOutcome SparseGlobal(PruningRequest request)
    {
        var step = new PruningStep(request);
        var quota = GlobalQuota(request);
        var left = step.Prunable.Sum(tensor => tensor.Mask.Kept);
        if (request.Rate == 0 || left == 0)
        {
            return step.KeepAll(quota);
        }

        var bits = MagnitudeOrder.Select(step.Prunable, step.Clamp(quota, left, "the tensors that may be pruned"));
        foreach (var tensor in request.Tensors)
        {
            if (tensor.IsIgnored)
            {
                step.Keep(tensor, null);
            }
            else
            {
                step.RemoveUpTo(tensor, bits, null);
            }
        }

        return step.Finish(quota, MagnitudeOrder.Value(bits));
    }

    private static PruningOutcome ToGlobalDensity(PruningRequest request)
    {
        var step = new PruningStep(request);
        var total = step.Prunable.Sum(tensor => tensor.Mask.Count);
        var left = step.Prunable.Sum(tensor => tensor.Mask.Kept);
        if (total == 0)
        {
            return step.KeepAll(0);
        }

        // numpy.percentile: position (q / 100)(n - 1) between two order statistics; masked positions are zeros in front.
        var position = (100 - (100 * request.TargetDensity!.Value)) / 100 * (total - 1);
        var below = Math.Min((long)Math.Floor(position), total - 1);
        var fraction = position - below;
        double At(long index) => index < total - left ? 0 : MagnitudeOrder.Value(MagnitudeOrder.Select(step.Prunable, index - (total - left)));
        var lower = At(below);
        var upper = fraction == 0 ? lower : At(below + 1);
        var threshold = lower + ((upper - lower) * fraction);
        foreach (var tensor in request.Tensors)
        {
            if (tensor.IsIgnored)
            {
                step.Keep(tensor, null);
            }
            else
            {
                step.RemoveBelow(tensor, threshold);
            }
        }

        return step.Finish(QuotaToDensity(request), threshold);
    }

    private static PruningOutcome ExactGlobal(PruningRequest request)
    {
        var step = new PruningStep(request);
        var quota = request.TargetDensity is null ? GlobalQuota(request) : QuotaToDensity(request);
        var threshold = step.RemoveExactly(step.Prunable, quota, null);
        foreach (var tensor in request.Tensors.Where(tensor => tensor.IsIgnored))
        {
            step.Keep(tensor, null);
        }

        return step.Finish(quota, threshold);
    }

    // The product is rounded to double before the ceiling, as in the reference: 0.07 * 100 gives 8, not 7.
    private static long GlobalQuota(PruningRequest request) =>
        (long)Math.Ceiling(request.Rate * request.Tensors.Sum(tensor => tensor.Mask.Kept));

    private static long QuotaToDensity(PruningRequest request)
    {
        var total = request.Tensors.Sum(tensor => tensor.Mask.Count);
        var wanted = (long)Math.Round(request.TargetDensity!.Value * total, MidpointRounding.ToEven);
        return Math.Max(0, request.Tensors.Sum(tensor => tensor.Mask.Kept) - wanted);
    }

    private static void Validate(PruningRequest request)
    {
        CheckShare(request.Rate, "rate");
        CheckShare(request.TargetDensity ?? 0, "target density");
        if (request.Rule == PruningRule.ToGlobalDensity && request.TargetDensity is null)
        {
            throw new LotteryLabException("pruning.request", "Pruning to a density needs the density.", "Set the target density.");
        }

        foreach (var tensor in request.Tensors)
        {
            CheckShare(tensor.Rate ?? 0, $"rate of '{tensor.Name}'");
            if (tensor.Values.Length != tensor.Mask.Count)
            {
                throw new ArgumentException($"'{tensor.Name}' has {tensor.Values.Length} values but a mask of {tensor.Mask.Count}.", nameof(request));
            }

            MagnitudeOrder.RefuseNaN(tensor);
        }
    }

    private static void CheckShare(double value, string what)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new LotteryLabException("pruning.request", $"The {what} is {value}, but it must lie between 0 and 1.", "Give a share, for example 0.2 for 20 %.");
        }
    }
}
