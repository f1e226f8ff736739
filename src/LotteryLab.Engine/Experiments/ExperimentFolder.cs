using System.Text;
using System.Text.Json;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Experiments;

/// <summary>
/// The folder of one experiment: <c>spec.json</c>, <c>plan.json</c>, <c>status.json</c>, <c>events.jsonl</c> (its journal),
/// <c>results.json</c>, <c>results.csv</c> and <c>control</c>.
/// </summary>
public sealed class ExperimentFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The spec, as its author wrote it with all options filled in.</summary>
    public string SpecPath => In("spec.json");

    /// <summary>The plan.</summary>
    public string PlanPath => In("plan.json");

    /// <summary>Events of the experiment: runs, step states, rounds.</summary>
    public string JournalPath => In("events.jsonl");

    /// <summary>Request of a person to the worker.</summary>
    public ControlFile Control => new(Path);

    /// <summary>Writes spec and plan; both follow from the spec, so writing them again changes nothing.</summary>
    public void Write(ExperimentPlan plan, string numerics)
    {
        Directory.CreateDirectory(Path);
        DurableFile.Replace(SpecPath, Encoding.UTF8.GetBytes(SpecWriter.Pretty(plan.Spec)));
        DurableFile.Replace(PlanPath, PlanRecord.Of(plan, numerics).ToJson());
    }

    /// <summary>Reads the plan.</summary>
    /// <exception cref="LotteryLabException">There is none, or it is damaged.</exception>
    public PlanRecord ReadPlan()
    {
        try
        {
            return PlanRecord.FromJson(File.ReadAllBytes(PlanPath));
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            throw new LotteryLabException("experiment.unreadable", $"The folder {Path} holds no readable experiment: {problem.Message}", "Name the folder of an experiment, or run its spec again.", problem);
        }
    }

    /// <summary>Writes the current state for anybody who looks.</summary>
    public void WriteStatus(RunStatus status) => DurableFile.Replace(In("status.json"), status.ToJson());

    /// <summary>State of the experiment; a run whose worker is gone reads as interrupted. Null when it never ran.</summary>
    public RunStatus? ReadStatus()
    {
        try
        {
            var status = RunStatus.FromJson(File.ReadAllBytes(In("status.json")));
            return status.State == RunState.Running && !IsWorkerAlive() ? status with { State = RunState.Interrupted } : status;
        }
        catch (Exception problem) when (problem is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes <c>results.json</c> and <c>results.csv</c>.</summary>
    public void WriteResults(ExperimentResults results)
    {
        DurableFile.Replace(In("results.json"), JsonSerializer.SerializeToUtf8Bytes(results.ToJson(), new JsonSerializerOptions { WriteIndented = true }));
        DurableFile.Replace(In("results.csv"), Encoding.UTF8.GetBytes(ResultCsv.Write(results.Rows)));
    }

    /// <summary>Takes the right to run this experiment; null while another worker has it.</summary>
    public StepLock? TryTakeWorkerLock()
    {
        // Somebody who looks whether a worker is alive holds the file for a moment; that is no worker.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (StepLock.TryTake(In("worker")) is { } taken)
            {
                return taken;
            }

            Thread.Sleep(10);
        }

        return null;
    }

    /// <summary>Whether a worker holds the experiment now. The operating system releases the lock of a dead process.</summary>
    public bool IsWorkerAlive() => StepLock.IsHeld(In("worker"));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
