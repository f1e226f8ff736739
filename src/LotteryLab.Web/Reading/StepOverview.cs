using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Reading;

/// <summary>The steps of a plan with how each stands, counted by kind.</summary>
/// <param name="Steps">Steps in the order of work.</param>
/// <param name="Kinds">Counts by kind, in the order in which kinds first occur.</param>
public sealed record StepOverview(IReadOnlyList<StepStanding> Steps, IReadOnlyList<StepKindCount> Kinds)
{
    /// <summary>Looks every step up: whether its result exists, else how its journal ends and whether somebody works on it.</summary>
    public static StepOverview Of(PlanRecord plan, Laboratory laboratory)
    {
        var standings = plan.Steps.Select(step => Look(step, laboratory)).ToList();
        var kindOf = plan.Steps.ToDictionary(step => step.Key, step => step.Kind, StringComparer.Ordinal);
        var kinds = standings.GroupBy(standing => standing.Step.Kind).Select(group => new StepKindCount(
            group.Key,
            group.Count(),
            group.Count(standing => standing.State == StepStandingState.Done),
            group.Count(standing => standing.State == StepStandingState.Running),
            group.Count(standing => standing.State == StepStandingState.Failed),
            group.Sum(standing => standing.Seconds ?? 0),
            [.. group.SelectMany(standing => standing.Step.Inputs).Select(input => kindOf.GetValueOrDefault(input)).OfType<string>().Distinct()])).ToList();
        return new StepOverview(standings, kinds);
    }

    private static StepStanding Look(StepRecord step, Laboratory laboratory)
    {
        var key = new StepKey(step.Key);
        var tail = StepTail.Read(laboratory.JournalOf(key));
        var state = laboratory.Store.Contains(key) ? StepStandingState.Done
            : tail.Outcome != StepOutcome.Untouched && StepLock.IsHeld(laboratory.ScratchOf(key)) ? StepStandingState.Running
            : tail.Outcome == StepOutcome.Failed ? StepStandingState.Failed
            : tail.Outcome is StepOutcome.Started or StepOutcome.Cancelled ? StepStandingState.Stopped
            : StepStandingState.Waiting;
        return new StepStanding(step, state, state == StepStandingState.Done ? tail.Seconds : null, state == StepStandingState.Failed ? tail.Reason : "");
    }
}

/// <summary>A step with how it stands.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">How it stands.</param>
/// <param name="Seconds">What it took; null when it is not done or came from elsewhere.</param>
/// <param name="Reason">Why it failed; empty otherwise.</param>
public sealed record StepStanding(StepRecord Step, StepStandingState State, double? Seconds, string Reason);

/// <summary>How a step stands.</summary>
public enum StepStandingState
{
    /// <summary>Its result exists.</summary>
    Done,

    /// <summary>A worker is at it.</summary>
    Running,

    /// <summary>It failed and was not tried again since.</summary>
    Failed,

    /// <summary>It was begun and stopped; it goes on from its last checkpoint.</summary>
    Stopped,

    /// <summary>Nobody has begun it.</summary>
    Waiting,
}

/// <summary>Steps of one kind.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Count">Steps.</param>
/// <param name="Done">Of those, done.</param>
/// <param name="Running">Of those, worked on.</param>
/// <param name="Failed">Of those, failed.</param>
/// <param name="Seconds">Time of the finished ones that were done here.</param>
/// <param name="BuildsOn">Kinds that they build on.</param>
public sealed record StepKindCount(string Kind, int Count, int Done, int Running, int Failed, double Seconds, IReadOnlyList<string> BuildsOn);
