using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Forecasting;

/// <summary>Lays steps side by side as the plan runner does: a free lane takes the first step whose inputs are there.</summary>
public static class LaneSchedule
{
    /// <summary>Lanes when nobody asks for a number: one a core, but no more than there are chains of work; one on a GPU.</summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="isGpu">Whether a GPU trains.</param>
    /// <param name="cores">Cores of this machine.</param>
    public static int DefaultLanes(ExperimentPlan plan, bool isGpu, int cores)
    {
        // Every replicate and, of each replicate, every control is a chain whose trainings can run beside the others.
        var chains = plan.Rounds.Select(round => (round.Replicate, round.Branch, round.Draw)).Distinct().Count();
        return Math.Clamp(isGpu ? 1 : cores, 1, Math.Max(1, chains));
    }

    /// <summary>Seconds from the first step to the end of the last.</summary>
    /// <param name="steps">Steps that are missing, each after those it builds on; inputs that are not among them are there already.</param>
    /// <param name="seconds">Seconds of each step.</param>
    /// <param name="lanes">Steps side by side.</param>
    public static double Seconds(IReadOnlyList<Step> steps, Func<Step, double> seconds, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        var position = new Dictionary<StepKey, int>();
        for (var i = 0; i < steps.Count; i++)
        {
            position[steps[i].Key] = i;
        }

        var waitsFor = new int[steps.Count];
        var children = new List<int>[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            foreach (var input in steps[i].Inputs.Select(input => input.Step.Key).Distinct())
            {
                if (position.TryGetValue(input, out var parent))
                {
                    waitsFor[i]++;
                    (children[parent] ??= []).Add(i);
                }
            }
        }

        var ready = new PriorityQueue<int, int>(Enumerable.Range(0, steps.Count).Where(i => waitsFor[i] == 0).Select(i => (i, i)));
        var running = new PriorityQueue<int, double>();
        var now = 0.0;
        while (ready.Count > 0 || running.Count > 0)
        {
            while (running.Count < lanes && ready.TryDequeue(out var next, out _))
            {
                running.Enqueue(next, now + seconds(steps[next]));
            }

            if (!running.TryDequeue(out var done, out now))
            {
                break;
            }

            foreach (var child in children[done] ?? [])
            {
                if (--waitsFor[child] == 0)
                {
                    ready.Enqueue(child, child);
                }
            }
        }

        return now;
    }
}
