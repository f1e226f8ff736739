using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class ScoreThresholdProperties
{
    // A coarse grid makes ties common; masks are random.
    private static Gen<Problem> Problems() =>
        from sizes in Gen.Choose(1, 120).ListOf(3)
        from values in Gen.Choose(-15, 15).ListOf(sizes.Sum())
        from kept in Gen.Choose(0, 3).ListOf(sizes.Sum())
        from density in Gen.Choose(0, 100)
        select Create(sizes, values, kept, density / 100.0);

    [Fact]
    public void Exact_RemovesAsManyAsAsked_UnlessMoreAreGoneAlready() => Check(problem =>
    {
        var gone = problem.Before.Count - problem.Before.Kept;
        var after = ScoreThreshold.Exact(problem.Scores, problem.Before, [problem.Pool]);
        return after.Count - after.Kept == Math.Max(problem.Pool.Removed, gone) && after.IsSubsetOf(problem.Before);
    });

    [Fact]
    public void Exact_KeepsNothingBelowWhatItRemoves() => Check(problem =>
    {
        var after = ScoreThreshold.Exact(problem.Scores, problem.Before, [problem.Pool]);
        var removed = Values(problem, (name, i) => problem.Before[name][i] && !after[name][i]).DefaultIfEmpty(double.MinValue).Max();
        var kept = Values(problem, (name, i) => after[name][i]).DefaultIfEmpty(double.MaxValue).Min();
        return removed <= kept;
    });

    [Fact]
    public void Exact_Ties_GoInOrder() => Check(problem =>
    {
        var flat = problem.Scores.Map(_ => 1);
        var after = ScoreThreshold.Exact(flat, problem.Before, [problem.Pool]);
        var states = problem.Before.Entries.SelectMany(entry => Enumerable.Range(0, (int)entry.Value.Count).Where(i => entry.Value[i]).Select(i => after[entry.Key][i])).ToArray();
        return states.SkipWhile(isKept => !isKept).All(isKept => isKept);
    });

    [Fact]
    public void Reference_EqualsItsDefinition() => Check(problem =>
    {
        if (problem.Pool.Removed < 1)
        {
            return ScoreThreshold.Reference(problem.Scores, problem.Before, [problem.Pool]).Kept == problem.Before.Kept;
        }

        var threshold = problem.Scores.Entries.SelectMany(entry => entry.Value).Order().ElementAt((int)problem.Pool.Removed - 1);
        var after = ScoreThreshold.Reference(problem.Scores, problem.Before, [problem.Pool]);
        return after.Entries.All(entry => Enumerable.Range(0, (int)entry.Value.Count).All(i => entry.Value[i] == problem.Scores[entry.Key][i] > threshold));
    });

    [Fact]
    public void Exact_Units_GoWhole() => Check(problem =>
    {
        var sizes = problem.Scores.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Length % 2 == 0 ? 2L : 1L, StringComparer.Ordinal);
        var full = new MaskSet(problem.Before.Entries.Select(entry => KeyValuePair.Create(entry.Key, BitMask.Full(entry.Value.Count))));
        var after = ScoreThreshold.Exact(problem.Scores, full, [problem.Pool], sizes);
        return after.Count - after.Kept <= problem.Pool.Removed
            && after.Count - after.Kept > problem.Pool.Removed - 2
            && after.Entries.Where(entry => sizes[entry.Key] == 2).All(entry => Enumerable.Range(0, (int)entry.Value.Count / 2).All(unit => entry.Value[2 * unit] == entry.Value[(2 * unit) + 1]));
    });

    [Fact]
    public void Groups_KeepTheirNumber() => Prop.ForAll(
        (from outputs in Gen.Choose(1, 4)
         from groups in Gen.Choose(1, 4)
         from of in Gen.Choose(2, 5)
         from kept in Gen.Choose(1, of)
         from kernel in Gen.Choose(1, 3)
         from values in Gen.Choose(0, 6).ListOf(outputs * groups * of * kernel * kernel)
         select (outputs, groups, of, kept, kernel, values)).ToArbitrary(),
        problem =>
        {
            var (outputs, groups, of, kept, kernel, values) = problem;
            var mask = ScoreThreshold.Groups([.. values.Select(value => (double)value)], [outputs, groups * of, kernel, kernel], kept, of);
            var space = kernel * kernel;
            return Enumerable.Range(0, outputs * groups * space).All(number =>
            {
                var start = (number / space * of * space) + (number % space);
                return Enumerable.Range(0, of).Count(i => mask[start + (i * space)]) == kept;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reference_NotANumber_IsRefused() =>
        Assert.Equal("pruning.nan", Assert.Throws<LotteryLabException>(() => ScoreThreshold.Reference(
            new ScoreSet([new("w", [1, double.NaN])]),
            new MaskSet([new("w", BitMask.Full(2))]),
            [new ScorePool(["w"], 1)])).Code);

    private static IEnumerable<double> Values(Problem problem, Func<string, int, bool> isMeant) =>
        problem.Scores.Entries.SelectMany(entry => entry.Value.Where((_, i) => isMeant(entry.Key, i)));

    private static void Check(Func<Problem, bool> property) => Prop.ForAll(Problems().ToArbitrary(), property).QuickCheckThrowOnFailure();

    private static Problem Create(IEnumerable<int> sizes, IEnumerable<int> values, IEnumerable<int> kept, double density)
    {
        var scores = new List<KeyValuePair<string, double[]>>();
        var masks = new List<KeyValuePair<string, BitMask>>();
        var start = 0;
        foreach (var size in sizes)
        {
            var bits = kept.Skip(start).Take(size).ToArray();
            scores.Add(new($"w{scores.Count}", [.. values.Skip(start).Take(size).Select(value => value / 10.0)]));
            masks.Add(new($"w{masks.Count}", BitMask.From(size, i => bits[i] > 0)));
            start += size;
        }

        return new Problem(new ScoreSet(scores), new MaskSet(masks), new ScorePool([.. scores.Select(entry => entry.Key)], ScorePool.RemovedAt(density, start)));
    }

    private sealed record Problem(ScoreSet Scores, MaskSet Before, ScorePool Pool);
}
