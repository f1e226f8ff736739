namespace LotteryLab.Engine.Pruning;

/// <summary>
/// The four magnitude rules of card 01, B. Reference rules are reproduced exactly, with the one weight too many and the ties that they
/// remove. Where the reference code crashes, a tensor that has nothing left to rank gives a warning, and a quota for the network that is
/// larger than what may be pruned is refused.
/// </summary>
public static class MagnitudePruning
{
    /// <summary>Prunes once.</summary>
    /// <exception cref="LotteryLabException">A weight is not a number (<c>pruning.nan</c>), or a number of the request is out of range (<c>pruning.request</c>), or more weights are asked to go than may (<c>pruning.quota</c>).</exception>
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

            // The last weights go with a rate near 1, and their tensor is reported as emptied.
            step.RemoveUpTo(tensor, MagnitudeOrder.Select([tensor], Math.Min(quota, tensor.Mask.Kept - 1)), quota);
        }

        return step.Finish(quotas, threshold: null);
    }

    private static PruningOutcome SparseGlobal(PruningRequest request)
    {
        var step = new PruningStep(request);
        var quota = Quota(request, step);
        if (quota == 0)
        {
            return step.KeepAll(quota);
        }

        var bits = MagnitudeOrder.Select(step.Prunable, quota);
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

        var wanted = GlobalQuota.OfDensity(request.Rule, request.TargetDensity!.Value, request.Tensors.Sum(tensor => tensor.Mask.Count), request.Tensors.Sum(tensor => tensor.Mask.Kept), left);
        return step.Finish(wanted.Quota, threshold);
    }

    private static PruningOutcome ExactGlobal(PruningRequest request)
    {
        var step = new PruningStep(request);
        var quota = Quota(request, step);
        var threshold = step.RemoveExactly(step.Prunable, quota, null);
        foreach (var tensor in request.Tensors.Where(tensor => tensor.IsIgnored))
        {
            step.Keep(tensor, null);
        }

        return step.Finish(quota, threshold);
    }

    private static long Quota(PruningRequest request, PruningStep step)
    {
        var remaining = request.Tensors.Sum(tensor => tensor.Mask.Kept);
        var prunable = step.Prunable.Sum(tensor => tensor.Mask.Kept);
        var quota = request.TargetDensity is { } density && request.Rule == PruningRule.ExactK
            ? GlobalQuota.OfDensity(request.Rule, density, request.Tensors.Sum(tensor => tensor.Mask.Count), remaining, prunable)
            : GlobalQuota.OfRate(request.Rule, request.Rate, remaining, prunable);
        quota.Refuse();
        return quota.Quota;
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
