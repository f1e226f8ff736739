using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// Turns step states and iterations into progress, speed and an estimate of what is left. Work is measured in multiply-adds, so that a
/// short and a long training count as what they cost. Not thread-safe: the plan runner reports one call at a time.
/// </summary>
public sealed class ProgressTracker
{
    private readonly TimeProvider time;
    private readonly Dictionary<StepKey, double> work;
    private readonly Dictionary<StepKey, StepState> states;
    private readonly Dictionary<StepKey, (Step Step, long Iteration)> running = [];
    private readonly List<string> problems = [];
    private readonly double total;
    private readonly long began;
    private double finishedBefore;
    private double finishedNow;
    private long iterations;

    /// <summary>Starts the clock.</summary>
    public ProgressTracker(ExperimentPlan plan, TimeProvider time)
    {
        this.time = time;
        began = time.GetTimestamp();

        // Steps without a training cost something too; one multiply-add keeps a plan of such steps from having no total.
        work = plan.Steps.ToDictionary(step => step.Key, step => Math.Max(step.Cost.MultiplyAdds, 1));
        states = plan.Steps.ToDictionary(step => step.Key, _ => StepState.Waiting);
        total = work.Values.Sum();
    }

    /// <summary>A step changed its state.</summary>
    public void OnState(Step step, StepState state, LotteryLabException? reason)
    {
        states[step.Key] = state;
        if (state == StepState.Running)
        {
            running[step.Key] = (step, -1);
            return;
        }

        if (running.Remove(step.Key, out var partial) && state is StepState.Done)
        {
            finishedNow += work[step.Key] - Share(partial.Step, partial.Iteration);
            iterations += Math.Max(0, step.Cost.Iterations - Done(partial.Step, partial.Iteration));
        }
        else if (state == StepState.Reused)
        {
            finishedBefore += work[step.Key];
        }
        else if (state == StepState.Failed && reason is not null)
        {
            problems.Add($"{step.Label}: {reason.Message}");
        }
    }

    /// <summary>A running training has reached this iteration of the original schedule.</summary>
    public void OnIteration(Step step, long iteration)
    {
        if (!running.TryGetValue(step.Key, out var before))
        {
            return;
        }

        if (before.Iteration < 0)
        {
            // The first report of a resumed training: what its checkpoint held was not done now.
            finishedBefore += Share(step, iteration);
        }
        else
        {
            finishedNow += Share(step, iteration) - Share(step, before.Iteration);
            iterations += iteration - before.Iteration;
        }

        running[step.Key] = (step, iteration);
    }

    /// <summary>The snapshot at this moment.</summary>
    public RunStatus Snapshot(RunState state)
    {
        var elapsed = time.GetElapsedTime(began).TotalSeconds;
        var done = finishedBefore + finishedNow;
        return new RunStatus
        {
            State = state,
            Steps = states.Count,
            Finished = states.Values.Count(value => value is StepState.Done or StepState.Reused),
            Failed = states.Values.Count(value => value is StepState.Failed or StepState.Blocked),
            Progress = state == RunState.Succeeded ? 1 : Math.Clamp(done / total, 0, 1),
            RemainingSeconds = iterations > 0 && finishedNow > 0 && elapsed > 0.5 ? Math.Max(0, total - done) / (finishedNow / elapsed) : null,
            IterationsPerSecond = elapsed > 0 ? iterations / elapsed : 0,
            ElapsedSeconds = elapsed,
            Running = [.. running.Values.Select(item => item.Iteration < 0 ? item.Step.Label : $"{item.Step.Label}, iteration {item.Iteration}")],
            Problems = [.. problems],
            At = time.GetUtcNow(),
        };
    }

    private double Share(Step step, long iteration) =>
        iteration < 0 || step.Cost.Iterations == 0 ? 0 : work[step.Key] * Done(step, iteration) / step.Cost.Iterations;

    private static long Done(Step step, long iteration) =>
        step is TrainStep train ? Math.Clamp(iteration - train.Segment.From, 0, step.Cost.Iterations) : 0;
}
