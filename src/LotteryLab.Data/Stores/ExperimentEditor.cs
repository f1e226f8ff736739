using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Changes what people add to an experiment. None of it changes what the experiment is. Each call says whether the experiment exists.</summary>
public sealed class ExperimentEditor(LaboratoryDatabase database, TimeProvider time)
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 200;

    /// <summary>Most characters of the notes.</summary>
    public const int LongestNotes = 20_000;

    /// <summary>Most tags.</summary>
    public const int MostTags = 64;

    /// <summary>Gives another name.</summary>
    public Task<bool> RenameAsync(string id, string name, CancellationToken cancellation) =>
        ChangeAsync(id, experiment => experiment.Name = Clip(name.Trim(), LongestName) is { Length: > 0 } text ? text : experiment.Name, cancellation);

    /// <summary>Replaces the notes.</summary>
    public Task<bool> WriteNotesAsync(string id, string notes, CancellationToken cancellation) =>
        ChangeAsync(id, experiment => experiment.Notes = Clip(notes, LongestNotes), cancellation);

    /// <summary>Pins to the top of lists, or no longer.</summary>
    public Task<bool> PinAsync(string id, bool isPinned, CancellationToken cancellation) =>
        ChangeAsync(id, experiment => experiment.IsPinned = isPinned, cancellation);

    /// <summary>Hides from lists, or no longer.</summary>
    public Task<bool> ArchiveAsync(string id, bool isArchived, CancellationToken cancellation) =>
        ChangeAsync(id, experiment => experiment.IsArchived = isArchived, cancellation);

    /// <summary>Says who launched it.</summary>
    public Task<bool> SetOwnerAsync(string id, string owner, CancellationToken cancellation) =>
        ChangeAsync(id, experiment => experiment.Owner = owner, cancellation);

    /// <summary>Replaces the tags; doubled and empty ones are left out.</summary>
    public Task<bool> TagAsync(string id, IEnumerable<string> tags, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            if (!await context.Experiments.AnyAsync(row => row.Id == id, cancellation).ConfigureAwait(false))
            {
                return false;
            }

            await context.Tags.Where(tag => tag.ExperimentId == id).ExecuteDeleteAsync(cancellation).ConfigureAwait(false);
            context.Tags.AddRange(tags.Select(tag => Clip(tag.Trim(), 64)).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Take(MostTags)
                .Select(tag => new ExperimentTagEntity { ExperimentId = id, Tag = tag }));
            return true;
        },
        cancellation);

    private Task<bool> ChangeAsync(string id, Action<ExperimentEntity> change, CancellationToken cancellation) => database.WriteAsync(
        async context =>
        {
            var experiment = await context.Experiments.FirstOrDefaultAsync(row => row.Id == id, cancellation).ConfigureAwait(false);
            if (experiment is null)
            {
                return false;
            }

            change(experiment);
            experiment.Updated = time.GetUtcNow();
            return true;
        },
        cancellation);

    private static string Clip(string text, int length) => text.Length <= length ? text : text[..length];
}
