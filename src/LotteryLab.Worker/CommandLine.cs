using System.CommandLine;
using System.CommandLine.Invocation;
using LotteryLab.Engine;
using LotteryLab.Engine.Files;
using LotteryLab.Worker.Verbs;

namespace LotteryLab.Worker;

/// <summary>The command line: one verb a file in Verbs/, listed here.</summary>
internal static class CommandLine
{
    /// <summary>All verbs, in the order of the help.</summary>
    private static readonly IReadOnlyList<Func<Session, Command>> Verbs =
    [
        RunVerb.Create,
        PlanVerb.Create,
        ResultsVerb.Create,
        StatusVerb.Create,
        PauseVerb.Create,
        CancelVerb.Create,
        ResumeVerb.Create,
        ListVerb.Create,
        ExportVerb.Create,
        ImportVerb.Create,
        ExperimentVerb.Create,
        VerifyVerb.Create,
        .. ComponentsVerb.All,
        DatasetsVerb.Create,
        PresetsVerb.Create,
        SchemaVerb.Create,
        ValidateVerb.Create,
        DoctorVerb.Create,
        CalibrateVerb.Create,
        GarbageVerb.Create,
        BenchVerb.Create,
    ];

    /// <summary>Parses and does what was asked.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Session session)
    {
        var root = new RootCommand("LotteryLab: train, prune, rewind, and see whether the ticket wins.");
        foreach (var verb in Verbs)
        {
            root.Subcommands.Add(verb(session));
        }

        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction mistake)
        {
            // The sentence that says what is wrong would scroll away above a page of help.
            mistake.ShowHelp = false;
        }

        // Suggestions after a typing mistake are messages too: the output belongs to results.
        var configuration = new InvocationConfiguration { Output = parsed.Errors.Count > 0 ? session.Error : session.Output, Error = session.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            var code = await parsed.InvokeAsync(configuration, CancellationToken.None).ConfigureAwait(false);
            return parsed.Errors.Count > 0 && code != 0 ? ExitCode.BadInput : code;
        }
        catch (LotteryLabException problem)
        {
            await session.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return problem.Code == "step.failed" ? ExitCode.StepsFailed : ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (session.Signals.WasRaised)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException full) when (FullDisk.Is(full))
        {
            await session.Error.WriteLineAsync(FullDisk.Explain("A file could not be written", full).Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException)
        {
            // A file or folder that a person named, or the disk: nothing that a stack trace would explain.
            await session.Error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            await session.Error.WriteLineAsync((problem.InnerException ?? problem).Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception defect)
        {
            await session.Error.WriteLineAsync($"This is a defect of LotteryLab; please report it with these lines.{Environment.NewLine}{defect}").ConfigureAwait(false);
            return ExitCode.Defect;
        }
    }
}
