using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Says which experiments have trainings in common: equal work is done once, whoever asks for it first.</summary>
public sealed class SharingStore(LaboratoryDatabase database)
{
    /// <summary>Other experiments for each training of an experiment that they have too; trainings that nobody else has are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SharingExperiment>>> OfAsync(string id, CancellationToken cancellation)
    {
        var context = database.Read();
        await using (context.ConfigureAwait(false))
        {
            var pairs = await (
                from own in context.Rounds
                where own.ExperimentId == id
                join other in context.Rounds on own.TrainingKey equals other.TrainingKey
                where other.ExperimentId != id
                join experiment in context.Experiments on other.ExperimentId equals experiment.Id
                select new { own.TrainingKey, experiment.Id, experiment.Name }).Distinct().ToListAsync(cancellation).ConfigureAwait(false);
            return pairs.GroupBy(pair => pair.TrainingKey, StringComparer.Ordinal).ToDictionary(
                group => group.Key,
                group => (IReadOnlyList<SharingExperiment>)[.. group.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Id, StringComparer.Ordinal).Select(pair => new SharingExperiment(pair.Id, pair.Name))],
                StringComparer.Ordinal);
        }
    }
}

/// <summary>An experiment that has a training too.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record SharingExperiment(string Id, string Name);
