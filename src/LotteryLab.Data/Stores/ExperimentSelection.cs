using LotteryLab.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace LotteryLab.Data.Stores;

/// <summary>Turns a filter into a query.</summary>
internal static class ExperimentSelection
{
    private const int MostWords = 8;

    public static IQueryable<ExperimentEntity> Apply(LotteryDbContext context, ExperimentFilter filter)
    {
        IQueryable<ExperimentEntity> query = context.Experiments;
        if (filter.IsArchived is { } archived)
        {
            query = query.Where(row => row.IsArchived == archived);
        }

        if (filter.States.Count > 0)
        {
            var states = filter.States;
            query = query.Where(row => states.Contains(row.State));
        }

        if (filter.Tag.Length > 0)
        {
            query = query.Where(row => context.Tags.Any(tag => tag.ExperimentId == row.Id && tag.Tag == filter.Tag));
        }

        if (filter.Architecture.Length > 0)
        {
            query = query.Where(row => row.Architecture == filter.Architecture);
        }

        if (filter.Dataset.Length > 0)
        {
            query = query.Where(row => row.Dataset == filter.Dataset);
        }

        if (filter.Method.Length > 0)
        {
            query = query.Where(row => row.Method == filter.Method);
        }

        foreach (var word in filter.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostWords))
        {
            var pattern = $"%{Escape(word)}%";
            query = query.Where(row => EF.Functions.Like(row.Name, pattern, "\\") || EF.Functions.Like(row.Notes, pattern, "\\") || EF.Functions.Like(row.Id, pattern, "\\")
                || context.Tags.Any(tag => tag.ExperimentId == row.Id && EF.Functions.Like(tag.Tag, pattern, "\\")));
        }

        return query;
    }

    public static IQueryable<ExperimentEntity> Sort(IQueryable<ExperimentEntity> query, ExperimentFilter filter)
    {
        var pinned = query.OrderByDescending(row => row.IsPinned);
        var sorted = (filter.Sort, filter.IsDescending) switch
        {
            (ExperimentSort.Updated, false) => pinned.ThenBy(row => row.Updated),
            (ExperimentSort.Updated, true) => pinned.ThenByDescending(row => row.Updated),
            (ExperimentSort.Name, false) => pinned.ThenBy(row => EF.Functions.Collate(row.Name, "NOCASE")),
            (ExperimentSort.Name, true) => pinned.ThenByDescending(row => EF.Functions.Collate(row.Name, "NOCASE")),
            (ExperimentSort.State, false) => pinned.ThenBy(row => row.State),
            (ExperimentSort.State, true) => pinned.ThenByDescending(row => row.State),
            (ExperimentSort.Accuracy, false) => pinned.ThenBy(row => row.BestAccuracy),
            (ExperimentSort.Accuracy, true) => pinned.ThenByDescending(row => row.BestAccuracy),
            (_, false) => pinned.ThenBy(row => row.Created),
            _ => pinned.ThenByDescending(row => row.Created),
        };

        // Equal values must not change places from page to page.
        return sorted.ThenBy(row => row.Id);
    }

    private static string Escape(string word) => word.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
