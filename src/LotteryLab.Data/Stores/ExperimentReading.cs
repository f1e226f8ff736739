using System.Linq.Expressions;
using System.Text.Json;
using LotteryLab.Data.Entities;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Data.Stores;

/// <summary>Turns rows into records.</summary>
internal static class ExperimentReading
{
    /// <summary>What a list needs: not the spec, the notes and the status, which are most of a row.</summary>
    public static Expression<Func<ExperimentEntity, ExperimentEntity>> Columns { get; } = row => new ExperimentEntity
    {
        Id = row.Id,
        SpecHash = "",
        SpecText = "",
        Name = row.Name,
        State = row.State,
        Architecture = row.Architecture,
        Dataset = row.Dataset,
        Method = row.Method,
        Owner = row.Owner,
        Progress = row.Progress,
        RemainingSeconds = row.RemainingSeconds,
        ReplicateCount = row.ReplicateCount,
        PlannedRounds = row.PlannedRounds,
        FinishedRounds = row.FinishedRounds,
        BestAccuracy = row.BestAccuracy,
        SmallestDensity = row.SmallestDensity,
        IsPinned = row.IsPinned,
        IsArchived = row.IsArchived,
        Created = row.Created,
        Updated = row.Updated,
    };

    public static ExperimentSummary Summary(ExperimentEntity row, IReadOnlyList<ExperimentTagEntity> tags) => new()
    {
        Id = row.Id,
        Name = row.Name,
        State = row.State,
        Architecture = row.Architecture,
        Dataset = row.Dataset,
        Method = row.Method,
        Tags = [.. tags.Where(tag => tag.ExperimentId == row.Id).Select(tag => tag.Tag).Order(StringComparer.Ordinal)],
        Replicates = row.ReplicateCount,
        PlannedRounds = row.PlannedRounds,
        FinishedRounds = row.FinishedRounds,
        Progress = row.Progress,
        RemainingSeconds = row.RemainingSeconds,
        BestAccuracy = row.BestAccuracy,
        SmallestDensity = row.SmallestDensity,
        IsPinned = row.IsPinned,
        IsArchived = row.IsArchived,
        Owner = row.Owner,
        Created = row.Created,
        Updated = row.Updated,
    };

    public static ExperimentDetail Detail(ExperimentEntity row, IReadOnlyList<ExperimentTagEntity> tags, IReadOnlyList<ReplicateEntity> replicates, QueueEntryEntity? entry, int before)
    {
        var status = row.StatusText is { } text ? JsonSerializer.Deserialize<ProgressSnapshot>(text, DataJson.Format) : null;
        string[] reasons = [row.Reason, entry?.Reason ?? "", .. status?.Problems ?? []];
        return new ExperimentDetail
        {
            Summary = Summary(row, tags),
            SpecHash = row.SpecHash,
            SpecText = row.SpecText,
            Notes = row.Notes,
            Numerics = row.Numerics,
            Status = status,
            Problems = [.. reasons.Where(reason => reason.Length > 0).Distinct()],
            Sequence = row.Sequence,
            QueuePosition = entry is { Phase: QueuePhase.Waiting } ? before + 1 : null,
            Replicates = [.. replicates.Select(replicate => new ReplicateProgress(replicate.Number, replicate.Planned, replicate.Finished))],
        };
    }

    public static RoundRow Row(RoundEntity round, MaskEntity? mask)
    {
        var result = round.ReadResult();
        return new RoundRow
        {
            Ticket = round.TrainingKey,
            Replicate = round.Replicate,
            Branch = Branch.Parse(round.Branch),
            Draw = round.Draw,
            Round = round.Number,
            IsFinished = round.IsFinished,
            Prunable = mask?.Count ?? round.Prunable,
            Kept = mask?.Kept ?? round.Kept,
            EarlyStopIteration = result?.EarlyStopIteration,
            LastEvaluation = result?.LastEvaluation,
            EvaluationInterval = result?.EvaluationInterval,
            TestAccuracyAtEarlyStop = result?.TestAccuracyAtEarlyStop,
            FinalTestAccuracy = result?.FinalTestAccuracy,
            FinalTrainAccuracy = result?.FinalTrainAccuracy,
            ComputedShare = result?.ComputedShare,
            StartKey = round.StartKey,
            MaskKey = round.MaskKey,
            Layers = mask is not null ? Layers(mask) : round.MaskKey is not null && result?.Tensors is { } tensors ? tensors : [],
        };
    }

    public static IReadOnlyList<TensorCount> Layers(MaskEntity mask) => JsonSerializer.Deserialize<List<TensorCount>>(mask.Layers, DataJson.Format) ?? [];
}
