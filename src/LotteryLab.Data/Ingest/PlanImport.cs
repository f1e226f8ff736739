using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Entities;
using LotteryLab.Engine;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Export;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Ingest;

/// <summary>Enters what spec and plan of a folder say: the experiment itself, its rounds and tickets.</summary>
internal static class PlanImport
{
    /// <summary>A new row for a folder.</summary>
    public static ExperimentEntity NewEntity(string folder, DateTimeOffset now)
    {
        var text = ReadText(Path.Combine(folder, "spec.json"));
        var spec = Parse(text);
        var id = Path.GetFileName(folder);
        return new ExperimentEntity
        {
            Id = id,
            SpecHash = id,
            SpecText = text,
            Name = Text(spec?["name"]) is { Length: > 0 } name ? name : id,
            Notes = Text(spec?["notes"]) ?? "",
            Architecture = NameOf(spec, "architecture"),
            Dataset = NameOf(spec, "dataset"),
            Method = NameOf(spec, "method"),
            ReplicateCount = spec?["replicates"] is JsonValue value && value.TryGetValue<int>(out var replicates) ? replicates : 0,
            Reason = spec is null ? "spec.json cannot be read." : "",
            Created = File.GetCreationTimeUtc(Path.Combine(folder, "spec.json")),
            Updated = now,
        };
    }

    /// <summary>Tags that the author wrote into the spec.</summary>
    public static IEnumerable<ExperimentTagEntity> Tags(ExperimentEntity experiment) =>
        (Parse(experiment.SpecText)?["tags"] as JsonArray ?? []).Select(Text).OfType<string>().Where(tag => tag.Length is > 0 and <= 64).Distinct(StringComparer.Ordinal)
            .Take(Stores.ExperimentEditor.MostTags).Select(tag => new ExperimentTagEntity { ExperimentId = experiment.Id, Tag = tag });

    /// <summary>The plan of a folder, or null while there is none that can be read.</summary>
    public static PlanRecord? ReadPlan(ExperimentFolder folder)
    {
        try
        {
            return folder.ReadPlan();
        }
        catch (LotteryLabException)
        {
            // No plan yet, or a damaged one: the next run of the experiment writes it again.
            return null;
        }
    }

    /// <summary>Brings the rounds in line with the plan; rounds that another device or data set gave other keys are open again.</summary>
    public static async Task ApplyAsync(LotteryDbContext context, ExperimentEntity experiment, PlanRecord plan, CancellationToken cancellation)
    {
        experiment.SpecHash = plan.SpecHash;
        experiment.Numerics = plan.Numerics;
        experiment.PlannedRounds = plan.Rounds.Count;
        var prunable = plan.Tensors.Sum(tensor => tensor.Count);
        var known = await context.Rounds.Where(row => row.ExperimentId == experiment.Id)
            .ToDictionaryAsync(row => (row.Replicate, row.Branch, row.Draw, row.Number), cancellation).ConfigureAwait(false);
        foreach (var round in plan.Rounds)
        {
            if (known.Remove((round.Replicate, round.Branch, round.Draw, round.Round), out var row) && row.TrainingKey == round.Training)
            {
                continue;
            }

            if (row is not null)
            {
                context.Rounds.Remove(row);
            }

            context.Rounds.Add(new RoundEntity
            {
                ExperimentId = experiment.Id,
                Replicate = round.Replicate,
                Branch = round.Branch,
                Draw = round.Draw,
                Number = round.Round,
                Prunable = prunable,
                Kept = round.Mask is null ? prunable : null,
                TrainingKey = round.Training,
                StartKey = round.Start,
                MaskKey = round.Mask,
            });
        }

        context.Rounds.RemoveRange(known.Values);

        // Written now: an unfinished row and its successor have the same unique place.
        await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await AddTicketsAsync(context, experiment, plan, cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether the folder holds something imported, which has no spec that could be run.</summary>
    public static bool IsImported(string folder) => ImportedFolder.IsImported(folder);

    private static async Task AddTicketsAsync(LotteryDbContext context, ExperimentEntity experiment, PlanRecord plan, CancellationToken cancellation)
    {
        var isForeign = experiment.Id.StartsWith(ImportedFolder.Prefix, StringComparison.Ordinal);
        var imported = plan.Steps.Where(step => step.Kind == "import").Select(step => new TicketEntity { TrainingKey = step.Key, ExperimentId = experiment.Id, StartKey = step.Key, MaskKey = step.Key, IsImported = true });
        var trained = plan.Rounds.Select(round => new TicketEntity { TrainingKey = round.Training, ExperimentId = experiment.Id, StartKey = round.Start, MaskKey = round.Mask, IsImported = isForeign });
        foreach (var chunk in trained.Concat(imported).DistinctBy(ticket => ticket.TrainingKey).Chunk(500))
        {
            var keys = chunk.Select(ticket => ticket.TrainingKey).ToList();
            var there = await context.Tickets.Where(ticket => keys.Contains(ticket.TrainingKey)).Select(ticket => ticket.TrainingKey).ToHashSetAsync(cancellation).ConfigureAwait(false);
            context.Tickets.AddRange(chunk.Where(ticket => !there.Contains(ticket.TrainingKey)));
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // One unreadable folder must not hide the others; the empty text says so on its page.
            return "";
        }
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string NameOf(JsonObject? spec, string part) => Text((spec?[part] as JsonObject)?["name"]) ?? Text(spec?[part]) ?? "";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
