using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Steps;

/// <summary>
/// Runs steps that are done together: each has its lock, journal and artifact as if it were alone, and fails alone where only it cannot succeed.
/// </summary>
public sealed class CompanyRunner(Laboratory laboratory, StepEnvironment environment)
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);
    private readonly StepRunner single = new(laboratory, environment);

    /// <summary>Does those steps whose artifacts do not exist. Blocks the calling thread.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; checkpoints were kept.</exception>
    public IReadOnlyList<CompanyResult> Run(IReadOnlyList<Step> steps, CancellationToken cancellation)
    {
        var held = new List<StepLock>();
        var results = new List<CompanyResult>();
        var members = new List<Member>();
        try
        {
            // Always in the same order: two processes that want the same steps must not wait for each other.
            foreach (var step in steps.OrderBy(step => step.Key.Hex, StringComparer.Ordinal))
            {
                if (TakeUnlessPublished(step, cancellation) is { } taken)
                {
                    held.Add(taken);
                    members.Add(new Member(step, new JournalWriter(laboratory.JournalOf(step.Key), environment.Time)));
                }
                else
                {
                    results.Add(new CompanyResult(step, WasReused: true, Failure: null));
                }
            }

            RefuseCrashed(members);
            for (var attempt = 1; members.Exists(member => member.IsOpen); attempt++)
            {
                Attempt([.. members.Where(member => member.IsOpen)], attempt, cancellation);
            }

            return [.. results, .. members.Select(member => new CompanyResult(member.Step, WasReused: false, member.Failure))];
        }
        finally
        {
            members.ForEach(member => member.Journal.Dispose());
            held.ForEach(taken => taken.Dispose());
        }
    }

    private StepLock? TakeUnlessPublished(Step step, CancellationToken cancellation)
    {
        while (!laboratory.Store.Contains(step.Key))
        {
            cancellation.ThrowIfCancellationRequested();
            if (StepLock.TryTake(laboratory.ScratchOf(step.Key)) is { } taken)
            {
                if (!laboratory.Store.Contains(step.Key))
                {
                    return taken;
                }

                taken.Dispose();
                break;
            }

            cancellation.WaitHandle.WaitOne(LockPoll);
        }

        return null;
    }

    private void RefuseCrashed(List<Member> members)
    {
        foreach (var member in members.Where(_ => environment.MaximumCrashes > 0))
        {
            try
            {
                single.RefuseAfterTooManyCrashes(member.Step, environment.MaximumCrashes);
            }
            catch (LotteryLabException refusal)
            {
                member.Failure = refusal;
            }
        }
    }

    private void Attempt(Member[] members, int attempt, CancellationToken cancellation)
    {
        foreach (var member in members)
        {
            member.Journal.Append("started", new JsonObject { ["step"] = member.Step.Label, ["kind"] = member.Step.Kind, ["key"] = member.Step.Key.Hex, ["together"] = members.Length });
        }

        try
        {
            Work(members, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            foreach (var member in members.Where(member => member.IsOpen))
            {
                member.Journal.Append("cancelled");
            }

            throw;
        }
        catch (LotteryLabException refusal)
        {
            Fail(members, _ => refusal);
        }
        catch (Exception problem) when (attempt < StepRunner.MaximumAttempts && problem is not (OutOfMemoryException or IOException) && !StepRunner.IsRefusal(problem))
        {
            foreach (var member in members.Where(member => member.IsOpen))
            {
                member.Journal.Append("failed-attempt", new JsonObject { ["attempt"] = attempt, ["reason"] = problem.Message });
            }
        }
        catch (Exception problem)
        {
            Fail(members, member => StepRunner.Explain(member.Step, problem));
        }
    }

    private void Work(Member[] members, CancellationToken cancellation)
    {
        var began = environment.Time.GetTimestamp();
        var writers = new List<ArtifactWriter>();
        try
        {
            var work = new List<(Member Member, StepContext Context)>();
            foreach (var member in members)
            {
                try
                {
                    var inputs = single.InputsOf(member.Step);
                    writers.Add(laboratory.Store.Begin(member.Step.Key));
                    work.Add((member, new StepContext
                    {
                        Inputs = inputs,
                        Output = writers[^1],
                        Journal = member.Journal,
                        ScratchFolder = laboratory.ScratchOf(member.Step.Key),
                        Environment = environment,
                        Cancellation = cancellation,
                    }));
                }
                catch (LotteryLabException refusal)
                {
                    Fail([member], _ => refusal);
                }
            }

            if (work.Count == 0)
            {
                return;
            }

            var failures = ((ICompanionStep)work[0].Member.Step).ExecuteTogether([.. work.Select(item => (item.Member.Step, item.Context))]);
            foreach (var ((member, context), failure) in work.Zip(failures))
            {
                if (failure is null)
                {
                    Publish(member, context, began);
                }
                else
                {
                    Fail([member], _ => failure);
                }
            }
        }
        finally
        {
            writers.ForEach(writer => writer.Dispose());
        }
    }

    private void Publish(Member member, StepContext context, long began)
    {
        var artifact = laboratory.Store.Publish(member.Step.Key, member.Step.Describe(), context.Output);
        member.IsPublished = true;
        member.Journal.Append("finished", new JsonObject { ["seconds"] = Math.Round(environment.Time.GetElapsedTime(began).TotalSeconds, 3), ["bytes"] = artifact.Bytes });
        member.Journal.Flush();
        single.DeleteScratch(member.Step);
    }

    private void Fail(Member[] members, Func<Member, LotteryLabException> reason)
    {
        foreach (var member in members.Where(member => member.IsOpen))
        {
            member.Failure = reason(member);
            if (member.Failure is CorruptArtifactException damage)
            {
                // The damaged input is computed anew by the plan runner; this step has done nothing wrong.
                laboratory.Store.SetAside(new StepKey(damage.Key));
                member.Journal.Append("cancelled", new JsonObject { ["reason"] = damage.Message });
            }
            else
            {
                StepRunner.Note(member.Journal, member.Failure);
            }
        }
    }

    private sealed class Member(Step step, JournalWriter journal)
    {
        internal Step Step { get; } = step;

        internal JournalWriter Journal { get; } = journal;

        internal LotteryLabException? Failure { get; set; }

        internal bool IsPublished { get; set; }

        internal bool IsOpen => Failure is null && !IsPublished;
    }
}
