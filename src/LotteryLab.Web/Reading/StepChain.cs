using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Reading;

/// <summary>The steps that an experiment, a replicate or a ticket is made of, in the order of work, and the rounds that they stand in.</summary>
internal sealed class StepChain
{
    private readonly Dictionary<string, StepRecord> steps;
    private readonly Dictionary<string, RoundRecord> firstRound = new(StringComparer.Ordinal);

    private StepChain(PlanRecord plan, IReadOnlyList<RoundRecord> rounds, IReadOnlyDictionary<string, StepRecord> all, Func<string, bool> isPart, bool isOneReplicate)
    {
        IsOneReplicate = isOneReplicate;

        // Rounds in which people read a plan: early ones first, tickets before their controls.
        Rounds = [.. rounds.OrderBy(round => round.Round).ThenBy(round => round.Replicate).ThenBy(round => round.Branch.IsTicket ? 0 : 1).ThenBy(round => round.Draw)];
        var described = plan.Steps.Select(step => step.Key).ToHashSet(StringComparer.Ordinal);
        Steps = [.. plan.Steps.Where(step => isPart(step.Key)), .. all.Values.Where(step => isPart(step.Key) && !described.Contains(step.Key))];
        steps = Steps.ToDictionary(step => step.Key, StringComparer.Ordinal);
        foreach (var round in Rounds)
        {
            foreach (var (_, key) in Roles(round))
            {
                Enter(key, round);
            }
        }
    }

    /// <summary>Steps in the order of work.</summary>
    public IReadOnlyList<StepRecord> Steps { get; }

    /// <summary>Rounds, early ones first.</summary>
    public IReadOnlyList<RoundRecord> Rounds { get; }

    /// <summary>Whether only one replicate is meant: its number does not tell it apart from that of another.</summary>
    public bool IsOneReplicate { get; }

    /// <summary>All steps of a plan.</summary>
    public static StepChain OfExperiment(PlanRecord plan) => new(plan, plan.Rounds, All(plan), _ => true, isOneReplicate: false);

    /// <summary>The steps that one replicate needs.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="replicate">0-based replicate.</param>
    public static StepChain OfReplicate(PlanRecord plan, int replicate) =>
        Of(plan, [.. plan.Rounds.Where(round => round.Replicate == replicate).SelectMany(round => Roles(round).Select(role => role.Key))], round => round.Replicate == replicate);

    /// <summary>The steps that one ticket needs: its own training and everything before it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="training">Key of its training.</param>
    public static StepChain OfTicket(PlanRecord plan, string training) =>
        Of(plan, [.. plan.Rounds.Where(round => round.Training == training).SelectMany(round => Roles(round).Select(role => role.Key)).DefaultIfEmpty(training)], round => true);

    /// <summary>The parts of a round in the order of work, by step key.</summary>
    public static IEnumerable<(string Role, string Key)> Roles(RoundRecord round)
    {
        yield return ("start", round.Start);
        if (round.Mask is { } mask)
        {
            yield return ("mask", mask);
        }

        yield return ("training", round.Training);
    }

    /// <summary>A step of this chain; null when it has none of that key.</summary>
    public StepRecord? Find(string key) => steps.GetValueOrDefault(key);

    /// <summary>The first round that needs a step; null for a step that only evaluations need.</summary>
    public RoundRecord? RoundOf(string key) => firstRound.GetValueOrDefault(key);

    private static StepChain Of(PlanRecord plan, IReadOnlyList<string> ends, Func<RoundRecord, bool> isMeant)
    {
        var all = All(plan);
        var part = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(ends);
        while (open.TryPop(out var key))
        {
            if (part.Add(key) && all.TryGetValue(key, out var step))
            {
                foreach (var input in step.Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return new StepChain(plan, [.. plan.Rounds.Where(round => isMeant(round) && part.Contains(round.Training))], all, part.Contains, isOneReplicate: true);
    }

    // A plan that came from elsewhere may name steps in its rounds without describing them.
    private static Dictionary<string, StepRecord> All(PlanRecord plan)
    {
        var all = plan.Steps.ToDictionary(step => step.Key, StringComparer.Ordinal);
        foreach (var (role, key) in plan.Rounds.SelectMany(Roles))
        {
            all.TryAdd(key, new StepRecord(key, role, "", [], default));
        }

        return all;
    }

    private void Enter(string end, RoundRecord round)
    {
        var open = new Stack<string>([end]);
        while (open.TryPop(out var key))
        {
            if (firstRound.TryAdd(key, round) && steps.TryGetValue(key, out var step))
            {
                foreach (var input in step.Inputs)
                {
                    open.Push(input);
                }
            }
        }
    }
}
