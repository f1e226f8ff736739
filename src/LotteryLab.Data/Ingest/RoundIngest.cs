using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Entities;
using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Ingest;

/// <summary>Turns the events of an experiment's journal into rounds, masks and curves to follow. Reading the same events again changes nothing.</summary>
internal sealed class RoundIngest(LotteryDbContext context, ExperimentEntity experiment, PlanRecord plan, ArtifactStore store, EventLog? log, DateTimeOffset now)
{
    private List<RoundEntity> rounds = [];
    private readonly RoundEvents reader = new(plan, store);
    private bool isChanged;

    public async Task ApplyAsync(IReadOnlyList<JsonObject> events, CancellationToken cancellation)
    {
        rounds = await context.Rounds.Where(row => row.ExperimentId == experiment.Id).ToListAsync(cancellation).ConfigureAwait(false);
        await FollowTrainingsAsync(events, cancellation).ConfigureAwait(false);
        foreach (var entry in events)
        {
            switch ((string?)entry["type"])
            {
                case "step" when (string?)entry["state"] is "done" or "reused":
                    await ReadMaskAsync((string?)entry["key"] ?? "", cancellation).ConfigureAwait(false);
                    break;
                case RoundEvents.Type:
                    await ReadRoundAsync(entry, cancellation).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }

        if (isChanged)
        {
            await SumUpAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A training that began, or was found done, has a curve from now on.</summary>
    private async Task FollowTrainingsAsync(IReadOnlyList<JsonObject> events, CancellationToken cancellation)
    {
        var trainings = rounds.Select(row => row.TrainingKey).ToHashSet(StringComparer.Ordinal);
        var begun = events.Where(entry => (string?)entry["type"] == "step" && (string?)entry["state"] is "running" or "done" or "reused")
            .Select(entry => (string?)entry["key"] ?? "").Where(trainings.Contains).Distinct(StringComparer.Ordinal);
        foreach (var chunk in begun.Chunk(500))
        {
            var there = await context.Series.Where(row => chunk.Contains(row.TrainingKey)).Select(row => row.TrainingKey).ToHashSetAsync(cancellation).ConfigureAwait(false);
            context.Series.AddRange(chunk.Where(key => !there.Contains(key)).Select(key => new SeriesEntity { TrainingKey = key }));
        }

        await context.SaveChangesAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<MaskEntity?> ReadMaskAsync(string key, CancellationToken cancellation)
    {
        var users = rounds.Where(row => row.MaskKey == key).ToList();
        if (users.Count == 0)
        {
            return null;
        }

        var mask = await context.Masks.FindAsync([key], cancellation).ConfigureAwait(false);
        if (mask is null)
        {
            if (Counts(key) is not { } layers)
            {
                return null;
            }

            mask = new MaskEntity { MaskKey = key, Count = layers.Sum(layer => layer.Count), Kept = layers.Sum(layer => layer.Kept), Layers = JsonSerializer.Serialize(layers, DataJson.Format) };
            context.Masks.Add(mask);
        }

        foreach (var row in users.Where(row => row.Kept is null))
        {
            row.Kept = mask.Kept;
            row.Prunable = mask.Count;
            isChanged = true;
            log?.Add(sequence => new MaskReadyMessage(experiment.Id, sequence, now, row.TrainingKey, row.Replicate, Branch.Parse(row.Branch), row.Draw, row.Number, key, ExperimentReading.Layers(mask)));
        }

        return mask;
    }

    private List<TensorCount>? Counts(string key)
    {
        try
        {
            return store.Find(new StepKey(key))?.ReadJson(ArtifactFiles.Pruning)["tensors"]?.AsArray()
                .Select(tensor => new TensorCount((string)tensor!["name"]!, (long)tensor["count"]!, (long)tensor["kept"]!)).ToList();
        }
        catch (Exception damage) when (damage is LotteryLabException or JsonException or InvalidOperationException or FormatException)
        {
            // A damaged mask is set aside and computed again by the next run, which reports it again.
            return null;
        }
    }

    private async Task ReadRoundAsync(JsonObject entry, CancellationToken cancellation)
    {
        // A run with another device or data set left events of rounds that the plan no longer holds.
        if (reader.Read(entry) is not { } result || rounds.Find(row => row.TrainingKey == result.TrainingKey && row.Replicate == result.Replicate
            && row.Branch == result.Branch && row.Draw == result.Draw && row.Number == result.Round) is not { } row)
        {
            return;
        }

        if (row.IsFinished)
        {
            // A file that an older version wrote knows less than the event; nobody is told again of a round that has long been finished.
            if (row.Result is null || result.Tensors is not null)
            {
                row.Take(result);
            }

            return;
        }

        var mask = row.MaskKey is { } key ? await ReadMaskAsync(key, cancellation).ConfigureAwait(false) : null;
        row.Take(result);
        isChanged = true;
        log?.Add(sequence => new RoundMessage(experiment.Id, sequence, now, ExperimentReading.Row(row, mask)));
    }

    private async Task SumUpAsync(CancellationToken cancellation)
    {
        experiment.FinishedRounds = rounds.Count(row => row.IsFinished);
        var tickets = rounds.Where(row => row is { IsFinished: true, Branch: PlannedRound.TicketBranch }).ToList();
        experiment.BestAccuracy = tickets.Max(row => row.FinalTestAccuracy);
        experiment.SmallestDensity = tickets.Where(row => row.Kept is not null && row.Prunable > 0).Select(row => (double?)row.Kept / row.Prunable).Min();
        experiment.Updated = now;
        var replicates = await context.Replicates.Where(row => row.ExperimentId == experiment.Id).ToDictionaryAsync(row => row.Number, cancellation).ConfigureAwait(false);
        foreach (var group in rounds.GroupBy(row => row.Replicate))
        {
            if (!replicates.TryGetValue(group.Key, out var replicate))
            {
                replicate = new ReplicateEntity { ExperimentId = experiment.Id, Number = group.Key };
                context.Replicates.Add(replicate);
            }

            replicate.Planned = group.Count();
            replicate.Finished = group.Count(row => row.IsFinished);
        }
    }
}
