using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Scheduling;

/// <summary>What missing evidence would cost, and whether an experiment with it is there already.</summary>
internal sealed class EvidenceOffers(Estimator estimator, WorkerProgram program, Laboratory laboratory)
{
    /// <summary>A page does not wait for the plan of a huge experiment: its button then has no time on it.</summary>
    private const int MostRounds = 1500;

    /// <summary>Looks at the slots that can be filled.</summary>
    public async Task<IReadOnlyDictionary<string, EvidenceOffer>> OfAsync(IReadOnlyList<EvidenceSlot> slots, int rounds, CancellationToken cancellation)
    {
        var offers = new Dictionary<string, EvidenceOffer>(StringComparer.Ordinal);
        foreach (var slot in slots)
        {
            if (slot.FollowUp is { } spec)
            {
                var folder = laboratory.ExperimentFolder(SpecHash.Of(spec));
                offers[slot.Kind] = Directory.Exists(folder)
                    ? new EvidenceOffer(Path.GetFileName(folder), null, null)
                    : await CostAsync(spec, rounds, cancellation);
            }
        }

        return offers;
    }

    private async Task<EvidenceOffer> CostAsync(ExperimentSpec spec, int rounds, CancellationToken cancellation)
    {
        // The worker's first answer takes seconds; the page is worth more without the number than late.
        if (rounds > MostRounds || !program.IsKnown)
        {
            return new EvidenceOffer("", null, null);
        }

        try
        {
            var estimate = await estimator.EstimateAsync(spec, cancellation);
            return new EvidenceOffer("", estimate.TrainingsLeft, estimate.Seconds);
        }
        catch (LotteryLabException)
        {
            // The data set is gone, for example; a launch says so in full.
            return new EvidenceOffer("", null, null);
        }
    }
}

/// <summary>What filling a slot means.</summary>
/// <param name="KnownId">Experiment that has the evidence already; empty when there is none.</param>
/// <param name="Trainings">Trainings that would run; null when that is not known.</param>
/// <param name="Seconds">Expected time; null when that is not known.</param>
public sealed record EvidenceOffer(string KnownId, int? Trainings, double? Seconds);
