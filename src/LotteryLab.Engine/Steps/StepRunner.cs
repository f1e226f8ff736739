using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Steps;

/// <summary>Runs one step: takes its lock, journals, retries what may pass, and publishes the artifact.</summary>
public sealed class StepRunner(Laboratory laboratory, StepEnvironment environment)
{
    /// <summary>Attempts within one process before a step that fails with an unexpected error is given up.</summary>
    public const int MaximumAttempts = 3;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the step unless its artifact exists. Blocks the calling thread.</summary>
    /// <returns>The artifact, and whether it existed already (or another process made it meanwhile).</returns>
    /// <exception cref="LotteryLabException">The step cannot succeed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was kept where the step makes them.</exception>
    public (Artifact Artifact, bool WasReused) Run(Step step, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (laboratory.Store.Find(step.Key) is { } existing)
            {
                return (existing, true);
            }

            using var held = StepLock.TryTake(laboratory.ScratchOf(step.Key));
            if (held is null)
            {
                cancellation.WaitHandle.WaitOne(LockPoll);
                continue;
            }

            // Another process may have published between the first look and taking the lock.
            return laboratory.Store.Find(step.Key) is { } published ? (published, true) : (Work(step, cancellation), false);
        }
    }

    private Artifact Work(Step step, CancellationToken cancellation)
    {
        if (environment.MaximumCrashes > 0)
        {
            RefuseAfterTooManyCrashes(step, environment.MaximumCrashes);
        }

        using var journal = new JournalWriter(laboratory.JournalOf(step.Key), environment.Time);
        for (var attempt = 1; ; attempt++)
        {
            journal.Append("started", new JsonObject { ["step"] = step.Label, ["kind"] = step.Kind, ["key"] = step.Key.Hex });
            try
            {
                return Attempt(step, journal, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                journal.Append("cancelled");
                throw;
            }
            catch (CorruptArtifactException damage)
            {
                // The damaged input is computed anew by the plan runner; this step has done nothing wrong.
                laboratory.Store.SetAside(new StepKey(damage.Key));
                journal.Append("cancelled", new JsonObject { ["reason"] = damage.Message });
                throw;
            }
            catch (LotteryLabException refusal)
            {
                journal.Append("failed", new JsonObject { ["code"] = refusal.Code, ["reason"] = refusal.Message });
                throw;
            }
            catch (Exception problem) when (attempt < MaximumAttempts && problem is not (OutOfMemoryException or IOException) && !IsRefusal(problem))
            {
                journal.Append("failed-attempt", new JsonObject { ["attempt"] = attempt, ["reason"] = problem.Message });
            }
            catch (Exception problem)
            {
                var failure = Explain(step, problem);
                Note(journal, failure);
                throw failure;
            }
        }
    }

    internal static void Note(JournalWriter journal, LotteryLabException failure)
    {
        try
        {
            journal.Append("failed", new JsonObject { ["code"] = failure.Code, ["reason"] = failure.Message });
        }
        catch (IOException)
        {
            // A full disk has no room for the note either; the reason reaches the person by way of the exception.
        }
    }

    internal IReadOnlyDictionary<string, Artifact> InputsOf(Step step) => step.Inputs.ToDictionary(
        input => input.Role,
        input => laboratory.Store.Find(input.Step.Key) ?? throw new CorruptArtifactException(input.Step.Key.Hex, $"The result of step {input.Step.Key.Short} ({input.Step.Label}) is gone."),
        StringComparer.Ordinal);

    private Artifact Attempt(Step step, JournalWriter journal, CancellationToken cancellation)
    {
        var began = environment.Time.GetTimestamp();
        using var writer = laboratory.Store.Begin(step.Key);
        var inputs = InputsOf(step);
        step.Execute(new StepContext
        {
            Inputs = inputs,
            Output = writer,
            Journal = journal,
            ScratchFolder = laboratory.ScratchOf(step.Key),
            Environment = environment,
            Cancellation = cancellation,
        });
        var artifact = laboratory.Store.Publish(step.Key, step.Describe(), writer);
        journal.Append("finished", new JsonObject { ["seconds"] = Math.Round(environment.Time.GetElapsedTime(began).TotalSeconds, 3), ["bytes"] = artifact.Bytes });
        journal.Flush();
        DeleteScratch(step);
        return artifact;
    }

    internal void RefuseAfterTooManyCrashes(Step step, int limit)
    {
        var unanswered = 0;
        foreach (var entry in new JournalReader(laboratory.JournalOf(step.Key)).ReadNew())
        {
            unanswered = (string?)entry["type"] switch
            {
                "started" => unanswered + 1,
                // An attempt that got somewhere shows that the step is not what kills the process.
                "finished" or "cancelled" or "failed" or "failed-attempt" or "checkpoint" or "retry" => 0,
                _ => unanswered,
            };
        }

        if (unanswered >= limit)
        {
            throw new LotteryLabException(
                "step.crashed",
                $"The process died {unanswered} times while it worked on '{step.Label}' (step {step.Key.Short}), so the step is not tried again by itself.",
                $"Look at the end of {laboratory.JournalOf(step.Key)}, then start the experiment by hand with 'lotterylab run', which tries again.");
        }
    }

    internal void DeleteScratch(Step step)
    {
        foreach (var file in new DirectoryInfo(laboratory.ScratchOf(step.Key)).EnumerateFiles())
        {
            // The lock file stays until the lock is released: deleting it would let a second process take a new lock of the same name.
            if (file.Name != "lock")
            {
                file.Delete();
            }
        }
    }

    // TorchSharp throws what LibTorch says as this type, and Windows its own errors as types below it. LibTorch says the same when it is asked again.
    internal static bool IsRefusal(Exception problem) => problem.GetType() == typeof(ExternalException);

    private static bool IsAboutMemory(Exception problem) =>
        problem.Message.Contains("can't allocate memory", StringComparison.Ordinal) || problem.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    // The addresses of LibTorch's functions follow.
    private static string FirstLine(Exception problem) => problem.Message.Split('\n')[0].Trim();

    internal static LotteryLabException Explain(Step step, Exception problem) => problem switch
    {
        OutOfMemoryException => new LotteryLabException("step.out-of-memory", $"'{step.Label}' ran out of memory.", "Use fewer lanes or a smaller batch size.", problem),
        _ when IsRefusal(problem) && IsAboutMemory(problem) => new LotteryLabException("step.out-of-memory", $"'{step.Label}' ran out of memory: {FirstLine(problem)}", "Use fewer lanes or a smaller batch size.", problem),
        _ when IsRefusal(problem) => new LotteryLabException("step.torch", $"'{step.Label}' failed in LibTorch: {FirstLine(problem)}", "This is a defect of LotteryLab unless the spec asks for something unusual; please report it with the spec. The other steps go on.", problem),
        IOException io => FullDisk.Explain($"'{step.Label}' could not write its result", io),
        _ => new LotteryLabException("step.failed", $"'{step.Label}' failed {MaximumAttempts} times: {problem.Message}", "The journal of the step holds each reason. Run the experiment again after the cause is gone; finished steps are kept.", problem),
    };
}
