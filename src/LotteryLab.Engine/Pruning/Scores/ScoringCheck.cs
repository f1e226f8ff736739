using System.Globalization;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Granularities;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Combinations of scoring options that make no sense, with the reason.</summary>
internal static class ScoringCheck
{
    public static IEnumerable<SpecProblem> Problems(ScoringOptions options)
    {
        for (var i = 1; i < options.Densities.Count; i++)
        {
            if (options.Densities[i] >= options.Densities[i - 1])
            {
                yield return new SpecProblem($".densities[{i}]", Text(options.Densities[i]), "Each round must keep less than the one before.", $"below {Text(options.Densities[i - 1])}");
            }
        }

        if ((options.Scope == ScoreScope.Allocation) != (options.Allocation is not null))
        {
            yield return options.Allocation is null
                ? new SpecProblem(".allocation", null, "The scope allocation needs a rule for the densities of the layers.", "a rule such as erk, or another scope")
                : new SpecProblem(".allocation", options.Allocation.Name, $"With the scope {options.Scope} no rule for layer densities is used.", "leave it out, or set scope to allocation");
        }

        var problems = options.Granularity.Options is GroupOptions groups ? Grouped(options, groups) : Reference(options);
        foreach (var problem in problems.Concat(Data(options)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<SpecProblem> Grouped(ScoringOptions options, GroupOptions groups)
    {
        var density = (double)groups.Kept / groups.Of;
        var pattern = string.Create(CultureInfo.InvariantCulture, $"{groups.Kept}:{groups.Of}");
        if (options.Densities.Count != 1 || options.Densities[0] != density)
        {
            yield return new SpecProblem(".densities", string.Join(", ", options.Densities.Select(Text)), $"{pattern} keeps exactly that share of every group, so there is no other density.", $"[{Text(density)}]");
        }

        if (options.Scope != ScoreScope.Local)
        {
            yield return new SpecProblem(".scope", options.Scope, $"With {pattern} weights compete inside their group and nowhere else.", ScoreScope.Local);
        }

        if (options.Iterations != 1)
        {
            yield return new SpecProblem(".iterations", Text(options.Iterations), $"{pattern} is reached in one step: there is nothing between dense and {pattern}.", "1");
        }

        if (options.Mode != "exact")
        {
            yield return new SpecProblem(".mode", options.Mode, "The reference code of the criteria knows no groups.", "exact");
        }
    }

    private static IEnumerable<SpecProblem> Reference(ScoringOptions options)
    {
        if (options.Mode != "reference")
        {
            yield break;
        }

        if (options.Granularity.Name != "weight")
        {
            yield return new SpecProblem(".mode", options.Mode, $"The reference code prunes single weights; it has no {options.Granularity.Name}.", "exact, or the granularity weight");
        }

        if (options.Iterations > 1 && options.Scorer.Name == "grasp")
        {
            yield return new SpecProblem(".iterations", Text(options.Iterations), "In reference mode iterated GraSP ranks pruned weights (score 0) above live ones with negative scores, so masks grow back.", "1, or the mode exact");
        }
    }

    private static IEnumerable<SpecProblem> Data(ScoringOptions options)
    {
        if (options.Corruption != ScoreDataSettings.Intact && !ScoringData.IsUsed(options))
        {
            yield return new SpecProblem(".corruption", options.Corruption, $"The criterion {options.Scorer.Name} looks at no data.", "none, or a criterion that looks at data: snip, grasp, grasp_abs");
        }
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>Whether the score of a method depends on data.</summary>
internal static class ScoringData
{
    public static bool IsUsed(ScoringOptions options) =>
        ComponentCatalog.Default.TryFind(typeof(ICriterion), options.Scorer.Name)?.Component is ICriterion { NeedsData: true };
}
