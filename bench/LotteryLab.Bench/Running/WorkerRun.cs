using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Bench.Measuring;
using LotteryLab.Engine;

namespace LotteryLab.Bench.Running;

/// <summary>Runs one training in the program that trains experiments, from an empty laboratory, and reads its journal.</summary>
internal sealed class WorkerRun(BenchArguments arguments, WorkerDataset dataset)
{
    /// <summary>Runs it once; the laboratory is deleted afterwards.</summary>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellation)
    {
        if (!File.Exists(arguments.Worker))
        {
            throw new LotteryLabException("bench.worker", $"The worker {arguments.Worker} is not built.", "Run ./lab bench, which builds it, or name another with --worker.");
        }

        var folder = Path.Combine(arguments.Scratch, $"worker-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var spec = Path.Combine(folder, "spec.json");
            await File.WriteAllTextAsync(spec, WorkerSpec.Training(dataset), cancellation).ConfigureAwait(false);
            var laboratory = Path.Combine(folder, "laboratory");
            var plan = new ProcessPlan(DotnetPath(), [arguments.Worker, "run", spec, "--lab", laboratory, "--lanes", "1", "--json"]);
            var outcome = await ChildProcess.RunAsync(plan, cancellation).ConfigureAwait(false);
            var journals = Directory.EnumerateFiles(Path.Combine(laboratory, "journals"), "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines);
            return Read(journals, outcome);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Reads the journals of the run. The first evaluation stands right before the first step, so the start is measured up to there; the
    /// time of the steps holds the evaluations in between, as in any experiment.
    /// </summary>
    public static Measurement Read(IEnumerable<string> lines, ChildOutcome outcome)
    {
        var points = lines
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["type"] == "evaluation")
            .Select(line => (At: DateTimeOffset.Parse((string)line["at"]!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() / 1000.0, Iteration: (long)line["iteration"]!))
            .OrderBy(point => point.Iteration)
            .ToList();
        return points.Count < 2
            ? throw new LotteryLabException("bench.journal", "The worker left no journal with evaluation points.", "Run the benchmark again; when it happens again, run './lab cli doctor'.")
            : new Measurement
            {
                WallSeconds = points[^1].At - points[0].At,
                CpuSeconds = 0,
                Units = points[^1].Iteration - points[0].Iteration,
                Threads = 1,
                PeakBytes = outcome.PeakBytes,
                FirstStepAt = points[0].At,
                StartSeconds = points[0].At - outcome.StartedAt,
            };
    }

    private static string DotnetPath()
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? process
            : throw new LotteryLabException("bench.dotnet", "The worker's rows need the benchmark to be started with dotnet.", "Run ./lab bench.");
    }
}
