using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Steps;

/// <summary>
/// Works through the steps of a plan on several lanes (threads), each step as soon as the steps it builds on are done. A step that
/// fails stops what builds on it; the rest goes on.
/// </summary>
public sealed class PlanRunner
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<Step> steps;
    private readonly StepRunner runner;
    private readonly CompanyRunner companies;
    private readonly ArtifactStore store;
    private readonly IPlanObserver observer;
    private readonly Dictionary<StepKey, StepState> states;
    private readonly int lanes;
    private readonly int threadsPerLane;
    private readonly List<StepFailure> failures = [];
    private readonly SemaphoreSlim changed = new(0);
    private int repairs;

    private PlanRunner(IReadOnlyList<Step> steps, Laboratory laboratory, StepEnvironment environment, int lanes, IPlanObserver observer)
    {
        this.steps = steps;
        this.lanes = lanes;
        threadsPerLane = environment.ThreadsPerLane;
        this.observer = observer;
        store = laboratory.Store;
        var byKey = steps.ToDictionary(step => step.Key);
        var reporting = environment with
        {
            OnIteration = (key, iteration) =>
            {
                lock (gate)
                {
                    observer.OnIteration(byKey[key], iteration);
                }
            },
        };
        runner = new StepRunner(laboratory, reporting);
        companies = new CompanyRunner(laboratory, reporting);
        states = steps.ToDictionary(step => step.Key, step => store.Contains(step.Key) ? StepState.Reused : StepState.Waiting);
    }

    /// <summary>Runs all steps that have not been done.</summary>
    /// <param name="steps">Distinct steps; every step stands after the steps it builds on.</param>
    /// <param name="laboratory">Where artifacts and journals are.</param>
    /// <param name="environment">Device, data and clock.</param>
    /// <param name="lanes">Steps worked on side by side, at least 1.</param>
    /// <param name="observer">Hears about every change.</param>
    /// <param name="cancellation">Stops at the next checkpoint of each running step.</param>
    /// <exception cref="OperationCanceledException">Cancelled; finished steps and checkpoints are kept.</exception>
    public static async Task<PlanOutcome> RunAsync(IReadOnlyList<Step> steps, Laboratory laboratory, StepEnvironment environment, int lanes, IPlanObserver observer, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        var run = new PlanRunner(steps, laboratory, environment, lanes, observer);
        foreach (var step in steps.Where(step => run.states[step.Key] == StepState.Reused))
        {
            observer.OnState(step, StepState.Reused, reason: null);
        }

        // Lanes are threads of their own: native training blocks for hours and must not starve the thread pool.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Enumerable.Range(0, lanes).Select(_ => Task.Factory.StartNew(() => run.WorkLane(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        await Task.WhenAll(work).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return run.Outcome();
    }

    private void WorkLane(CancellationTokenSource stop)
    {
        // LibTorch keeps the number of threads for each calling thread on its own.
        TorchSharp.torch.set_num_threads(threadsPerLane);
        try
        {
            while (TakeNext() is { } decision)
            {
                if (decision.Steps.Count > 0)
                {
                    WorkOn(decision.Steps, stop.Token);
                    changed.Release(lanes);
                }
                else
                {
                    changed.Wait(stop.Token);
                }
            }

            // Wakes the other lanes, so that they see that nothing is left.
            changed.Release(lanes);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller's token says so to the caller.
        }
        catch
        {
            // A defect in one lane must not leave the others waiting for ever.
            stop.Cancel();
            throw;
        }
    }

    private Decision? TakeNext()
    {
        lock (gate)
        {
            var (isAnythingLeft, isAnyRunning) = (false, false);
            var companions = new List<Step>();
            foreach (var step in steps)
            {
                if (states[step.Key] == StepState.Running)
                {
                    isAnythingLeft = isAnyRunning = true;
                }

                if (states[step.Key] != StepState.Waiting)
                {
                    continue;
                }

                if (step.Inputs.Any(input => states[input.Step.Key] is StepState.Failed or StepState.Blocked))
                {
                    Change(step, StepState.Blocked, reason: null);
                    continue;
                }

                isAnythingLeft = true;
                if (step.Inputs.All(input => states[input.Step.Key] is StepState.Done or StepState.Reused))
                {
                    if (step.Company is null)
                    {
                        return Begin([step]);
                    }

                    companions.Add(step);
                }
            }

            if (Company(companions, mustBeFull: isAnyRunning) is { } company)
            {
                return Begin(company);
            }

            return isAnythingLeft ? new Decision([]) : null;
        }
    }

    /// <summary>
    /// Steps that are done together, out of those that are ready: a full company, or the largest where nothing that runs could complete one. How they
    /// come together changes no result.
    /// </summary>
    private static IReadOnlyList<Step>? Company(List<Step> ready, bool mustBeFull)
    {
        var companies = ready.GroupBy(step => step.Company!.Group, StringComparer.Ordinal).Select(group => group.DistinctBy(step => step.Company!.Place).ToList()).ToList();
        return companies.Find(company => company.Count == company[0].Company!.Places) ?? (mustBeFull ? null : companies.MaxBy(company => company.Count));
    }

    private Decision Begin(IReadOnlyList<Step> chosen)
    {
        foreach (var step in chosen)
        {
            Change(step, StepState.Running, reason: null);
        }

        return new Decision(chosen);
    }

    private void WorkOn(IReadOnlyList<Step> chosen, CancellationToken cancellation)
    {
        if (chosen[0].Company is null)
        {
            WorkOn(chosen[0], cancellation);
            return;
        }

        try
        {
            foreach (var result in companies.Run(chosen, cancellation))
            {
                switch (result.Failure)
                {
                    case null:
                        Report(result.Step, result.WasReused ? StepState.Reused : StepState.Done, reason: null);
                        break;
                    case CorruptArtifactException damage when Interlocked.Increment(ref repairs) <= steps.Count:
                        SendBack(result.Step, damage);
                        break;
                    case { } reason:
                        Fail(result.Step, reason);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            foreach (var step in chosen)
            {
                Report(step, store.Contains(step.Key) ? StepState.Done : StepState.Waiting, reason: null);
            }

            throw;
        }
    }

    private void WorkOn(Step step, CancellationToken cancellation)
    {
        try
        {
            var (_, wasReused) = runner.Run(step, cancellation);
            Report(step, wasReused ? StepState.Reused : StepState.Done, reason: null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Report(step, StepState.Waiting, reason: null);
            throw;
        }
        catch (CorruptArtifactException damage) when (Interlocked.Increment(ref repairs) <= steps.Count)
        {
            SendBack(step, damage);
        }
        catch (LotteryLabException reason)
        {
            Fail(step, reason);
        }
    }

    private void Fail(Step step, LotteryLabException reason)
    {
        lock (gate)
        {
            failures.Add(new StepFailure(step, reason));
            Change(step, StepState.Failed, reason);
        }
    }

    /// <summary>An input was damaged on disk: it has been set aside, so it runs again and then this step does.</summary>
    private void SendBack(Step step, CorruptArtifactException damage)
    {
        lock (gate)
        {
            foreach (var input in step.Inputs.Select(input => input.Step).Where(input => !store.Contains(input.Key)))
            {
                SendBackWithInputs(input, damage);
            }

            Change(step, StepState.Waiting, damage);
        }
    }

    private void SendBackWithInputs(Step step, CorruptArtifactException damage)
    {
        foreach (var input in step.Inputs.Select(input => input.Step).Where(input => !store.Contains(input.Key)))
        {
            SendBackWithInputs(input, damage);
        }

        if (states[step.Key] is StepState.Done or StepState.Reused)
        {
            Change(step, StepState.Waiting, damage);
        }
    }

    private void Report(Step step, StepState state, LotteryLabException? reason)
    {
        lock (gate)
        {
            Change(step, state, reason);
        }
    }

    private void Change(Step step, StepState state, LotteryLabException? reason)
    {
        states[step.Key] = state;
        observer.OnState(step, state, reason);
    }

    private PlanOutcome Outcome() => new(
        states.Values.Count(state => state == StepState.Done),
        states.Values.Count(state => state == StepState.Reused),
        failures,
        states.Values.Count(state => state == StepState.Blocked));

    /// <summary>What a lane does next: a step, several together, or (none) waiting for another lane.</summary>
    private sealed record Decision(IReadOnlyList<Step> Steps);
}
