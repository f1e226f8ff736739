using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Web.Reading;

/// <summary>Where two chains of steps part. Equal keys are equal work, so the keys alone tell it.</summary>
/// <param name="Outcome">How the two stand to each other.</param>
/// <param name="Shared">Steps that both have.</param>
/// <param name="FirstCount">Steps of the first.</param>
/// <param name="SecondCount">Steps of the second.</param>
/// <param name="First">First step of the first that the second does not have; null where it has them all.</param>
/// <param name="Second">First step of the second that the first does not have; null where it has them all.</param>
/// <param name="FirstRound">Round that <paramref name="First"/> stands in.</param>
/// <param name="SecondRound">Round that <paramref name="Second"/> stands in.</param>
public sealed record Divergence(DivergenceOutcome Outcome, int Shared, int FirstCount, int SecondCount, StepRecord? First, StepRecord? Second, RoundRecord? FirstRound, RoundRecord? SecondRound)
{
    /// <summary>Compares two chains.</summary>
    internal static Divergence Of(StepChain first, StepChain second)
    {
        var onlyFirst = first.Steps.Where(step => second.Find(step.Key) is null).ToList();
        var onlySecond = second.Steps.Where(step => first.Find(step.Key) is null).ToList();
        var shared = first.Steps.Count - onlyFirst.Count;
        var (one, two) = (onlyFirst.FirstOrDefault(), onlySecond.FirstOrDefault());
        if (one is not null && two is not null)
        {
            (one, two) = Pair(first, second) is var (left, right) ? (left, right) : (one, two);
        }

        return new Divergence(
            (one, two, shared) switch
            {
                (null, null, _) => DivergenceOutcome.Same,
                (null, _, _) => DivergenceOutcome.FirstIsPart,
                (_, null, _) => DivergenceOutcome.SecondIsPart,
                (_, _, 0) => DivergenceOutcome.NothingShared,
                _ => DivergenceOutcome.Parted,
            },
            shared,
            first.Steps.Count,
            second.Steps.Count,
            one,
            two,
            one is null ? null : first.RoundOf(one.Key),
            two is null ? null : second.RoundOf(two.Key));
    }

    /// <summary>The earliest pair of steps that stand at the same place of both and differ; null where no place is in both.</summary>
    private static (StepRecord First, StepRecord Second)? Pair(StepChain first, StepChain second)
    {
        var areSingle = first.IsOneReplicate && second.IsOneReplicate;
        var places = second.Rounds.GroupBy(round => Place(round, areSingle)).ToDictionary(group => group.Key, group => group.First());
        var pairs = first.Rounds.Where(round => places.ContainsKey(Place(round, areSingle))).Select(round => (round, places[Place(round, areSingle)])).ToList();

        // A ticket beside a control of it, for example: their last rounds stand for each other.
        if (areSingle && first.Rounds.Count > 0 && second.Rounds.Count > 0)
        {
            pairs.Add((first.Rounds[^1], second.Rounds[^1]));
        }

        foreach (var (one, two) in pairs)
        {
            foreach (var (left, right) in StepChain.Roles(one).Join(StepChain.Roles(two), role => role.Role, role => role.Role, (left, right) => (left.Key, right.Key)))
            {
                if (left != right && first.Find(left) is { } a && second.Find(right) is { } b)
                {
                    return Deepest(first, second, a, b);
                }
            }
        }

        return null;
    }

    // Two steps differ by themselves, or because something that they build on does: that is where the ways part.
    private static (StepRecord First, StepRecord Second) Deepest(StepChain first, StepChain second, StepRecord one, StepRecord two)
    {
        while (one.Kind == two.Kind && one.Inputs.Count == two.Inputs.Count
            && one.Inputs.Zip(two.Inputs).FirstOrDefault(pair => pair.First != pair.Second) is { First: { } left, Second: { } right }
            && first.Find(left) is { } a && second.Find(right) is { } b
            && second.Find(left) is null && first.Find(right) is null)
        {
            (one, two) = (a, b);
        }

        return (one, two);
    }

    private static (int Replicate, Branch Branch, int Draw, int Round) Place(RoundRecord round, bool isAnyReplicate) => (isAnyReplicate ? 0 : round.Replicate, round.Branch, round.Draw, round.Round);
}

/// <summary>How two chains of steps stand to each other.</summary>
public enum DivergenceOutcome
{
    /// <summary>They are the same work.</summary>
    Same,

    /// <summary>The second does everything that the first does, and more.</summary>
    FirstIsPart,

    /// <summary>The first does everything that the second does, and more.</summary>
    SecondIsPart,

    /// <summary>They go together for a while.</summary>
    Parted,

    /// <summary>They differ from the first step on.</summary>
    NothingShared,
}
