using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Studies;

/// <summary>A study before it runs: one experiment whose method is a shelf of methods, so that what they share is done once.</summary>
/// <param name="Spec">What would be launched.</param>
/// <param name="Estimate">Counts and time of it.</param>
/// <param name="Dense">What the dense network of every seed costs.</param>
/// <param name="Cells">Cells that are not left out.</param>
/// <param name="TrainingsAlone">Trainings if every cell were an experiment of its own.</param>
/// <param name="StepsAlone">Steps in that case.</param>
public sealed record StudyPlan(ExperimentSpec Spec, Estimate Estimate, StudyCell Dense, IReadOnlyList<StudyCell> Cells, int TrainingsAlone, int StepsAlone)
{
    /// <summary>Reads the cells out of a plan.</summary>
    /// <param name="work">The plan.</param>
    /// <param name="estimate">Its cost.</param>
    /// <param name="rows">Method and densities of every branch.</param>
    internal static StudyPlan Of(PlannedWork work, Estimate estimate, IReadOnlyDictionary<string, StudyRow> rows)
    {
        var missing = work.Missing.Select(step => step.Key).ToHashSet();
        var owned = new HashSet<StepKey>();
        var (trainingsAlone, stepsAlone) = (0, 0);
        var dense = new StudyCell("", 1, 0, 0, 0);
        var cells = new Dictionary<(string Method, double Density), StudyCell>();
        foreach (var round in work.Plan.Rounds.OrderBy(round => round.IsTicket ? 0 : 1))
        {
            var ancestors = Ancestors(round.Training);
            stepsAlone += ancestors.Count;
            trainingsAlone += ancestors.OfType<TrainStep>().Count();

            // A step belongs to the first cell that needs it, so that the cells add up to the whole; a control to the ticket it is compared with.
            var own = ancestors.Where(step => owned.Add(step.Key)).ToList();
            var cell = new StudyCell(
                "",
                1,
                own.OfType<TrainStep>().Count(),
                own.OfType<TrainStep>().Count(step => !missing.Contains(step.Key)),
                own.Where(step => missing.Contains(step.Key)).Sum(work.Forecaster.Seconds) / work.Lanes);
            if (round.Method is not { } branch || round.Round == 0 || !rows.TryGetValue(branch, out var row))
            {
                dense = dense.Plus(cell);
                continue;
            }

            var place = (row.Method, row.Densities[round.Round - 1]);
            cells[place] = cells.GetValueOrDefault(place, new StudyCell(row.Method, place.Item2, 0, 0, 0)).Plus(cell);
        }

        return new StudyPlan(work.Plan.Spec, estimate, dense, [.. cells.Values], trainingsAlone, stepsAlone);
    }

    private static List<Step> Ancestors(Step last)
    {
        var found = new List<Step>();
        var seen = new HashSet<StepKey>();
        var open = new Stack<Step>([last]);
        while (open.TryPop(out var step))
        {
            if (seen.Add(step.Key))
            {
                found.Add(step);
                foreach (var input in step.Inputs)
                {
                    open.Push(input.Step);
                }
            }
        }

        return found;
    }
}

/// <summary>One cell of a planned grid.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Density">Kept fraction.</param>
/// <param name="Trainings">Trainings that it adds, all seeds together, its controls included.</param>
/// <param name="TrainingsDone">Of those, the ones that are done already.</param>
/// <param name="Seconds">Expected seconds that it adds.</param>
public sealed record StudyCell(string Method, double Density, int Trainings, int TrainingsDone, double Seconds)
{
    /// <summary>The same cell with the cost of another added.</summary>
    public StudyCell Plus(StudyCell other) => this with { Trainings = Trainings + other.Trainings, TrainingsDone = TrainingsDone + other.TrainingsDone, Seconds = Seconds + other.Seconds };
}

/// <summary>One row of a grid.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Densities">Densities of its rounds 1, 2 and so on.</param>
public sealed record StudyRow(string Method, IReadOnlyList<double> Densities);
