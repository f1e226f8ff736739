using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Batched;

namespace LotteryLab.Engine.Planning;

/// <summary>
/// Gives trainings their places in networks of several replicates, by the plan alone: replicates stand side by side, then the branches that can be
/// trained at the same time. What joins a plan later takes later places, so the trainings that were there keep theirs, and their keys.
/// </summary>
/// <param name="catalog">Where optimizers are looked up.</param>
/// <param name="places">Places of a network; 1 for trainings alone.</param>
/// <param name="replicates">Replicates of the experiment.</param>
internal sealed class BatchPlaces(ComponentCatalog catalog, int places, int replicates)
{
    private readonly Dictionary<StepKey, BatchPlace> known = [];
    private readonly Dictionary<(int Replicate, int Depth, long From, long To, ScheduleVariant Variant, string Recipe), int> branches = [];
    private readonly Dictionary<StepKey, int> depths = [];

    /// <summary>The place of a training, or null when it runs alone.</summary>
    /// <param name="alone">The training as it would be alone.</param>
    /// <param name="replicate">0-based replicate that it belongs to.</param>
    internal BatchPlace? Of(TrainStep alone, int replicate)
    {
        if (places == 1 || alone.Rule is not null || !BatchedJob.Supports(alone.Settings.Definition, alone.Settings.Recipe, catalog))
        {
            return null;
        }

        if (!known.TryGetValue(alone.Key, out var place))
        {
            var segment = alone.Segment;
            var kin = (replicate, Depth(alone), segment.From, segment.To, segment.Variant, CanonicalJson.Write(alone.Settings.ToJson()));
            var branch = branches.GetValueOrDefault(kin);
            branches[kin] = branch + 1;
            place = new BatchPlace(places, (replicate + (branch * replicates)) % places);
            known.Add(alone.Key, place);
        }

        return place;
    }

    // Trainings that have to be done one after another before this one, itself included.
    private int Depth(Step step)
    {
        if (!depths.TryGetValue(step.Key, out var depth))
        {
            depth = (step is TrainStep ? 1 : 0) + step.Inputs.Select(input => Depth(input.Step)).DefaultIfEmpty(0).Max();
            depths.Add(step.Key, depth);
        }

        return depth;
    }
}
