using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Web.Scheduling;

/// <summary>What a spec would cost.</summary>
/// <param name="Id">Id that the experiment would have.</param>
/// <param name="IsKnown">Whether an equal experiment is there already.</param>
/// <param name="Steps">Steps of the plan.</param>
/// <param name="StepsDone">Steps whose results exist, from whatever experiment.</param>
/// <param name="Rounds">Rounds of the plan.</param>
/// <param name="Trainings">Distinct trainings of the plan.</param>
/// <param name="TrainingsLeft">Of those, the ones that are not done.</param>
/// <param name="IterationsLeft">Optimizer steps that are missing.</param>
/// <param name="Seconds">Expected time; null when this machine was never measured.</param>
/// <param name="SecondsLow">Quicker than this in one of ten cases.</param>
/// <param name="SecondsHigh">Slower than this in one of ten cases.</param>
/// <param name="Source">Where the time comes from.</param>
/// <param name="Joules">Expected energy; null where the machine does not say what it draws.</param>
/// <param name="Bytes">Disk space that the results will take.</param>
/// <param name="BytesFree">Disk space that is free.</param>
/// <param name="Numerics">LibTorch version and device kind.</param>
public sealed record Estimate(
    string Id,
    bool IsKnown,
    int Steps,
    int StepsDone,
    int Rounds,
    int Trainings,
    int TrainingsLeft,
    long IterationsLeft,
    double? Seconds,
    double? SecondsLow,
    double? SecondsHigh,
    string Source,
    double? Joules,
    long Bytes,
    long BytesFree,
    string Numerics);

/// <summary>What several specs would cost together.</summary>
/// <param name="Specs">Each alone, as if the others were not there.</param>
/// <param name="StepsOfEach">Sum of the steps of each.</param>
/// <param name="TrainingsOfEach">Sum of the trainings of each.</param>
/// <param name="Steps">Distinct steps of all.</param>
/// <param name="StepsDone">Of those, the ones that are done.</param>
/// <param name="Trainings">Distinct trainings of all.</param>
/// <param name="TrainingsLeft">Of those, the ones that are not done.</param>
/// <param name="Seconds">Expected time when one worker does them all; null when this machine was never measured.</param>
/// <param name="SecondsLow">Quicker than this in one of ten cases.</param>
/// <param name="SecondsHigh">Slower than this in one of ten cases.</param>
internal sealed record PlanCounts(
    IReadOnlyList<Estimate> Specs,
    int StepsOfEach,
    int TrainingsOfEach,
    int Steps,
    int StepsDone,
    int Trainings,
    int TrainingsLeft,
    double? Seconds,
    double? SecondsLow,
    double? SecondsHigh)
{
    /// <summary>Counts equal steps of several plans once.</summary>
    public static PlanCounts Of(IReadOnlyList<Estimate> each, PlannedWork union, IReadOnlyList<ExperimentPlan> plans)
    {
        var distinct = plans.SelectMany(plan => plan.Steps).DistinctBy(step => step.Key).ToList();
        var time = union.Forecast();
        var isKnown = each.All(estimate => estimate.Seconds is not null);
        return new PlanCounts(
            each,
            each.Sum(estimate => estimate.Steps),
            each.Sum(estimate => estimate.Trainings),
            distinct.Count,
            distinct.Count - union.Missing.Count,
            distinct.OfType<TrainStep>().Count(),
            union.Missing.OfType<TrainStep>().Count(),
            isKnown ? time.Seconds : null,
            isKnown ? time.Low : null,
            isKnown ? time.High : null);
    }
}
