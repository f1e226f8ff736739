using System.Diagnostics;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Reporting;
using LotteryLab.Engine.Datasets;
using TorchSharp;

namespace LotteryLab.Bench.Running;

/// <summary>Runs all programs in turn, one at a time, so that whatever else the machine does meets all alike.</summary>
internal sealed class Comparison(BenchArguments arguments)
{
    private readonly WorkerDataset dataset = WorkerSpec.ChooseDataset(DataFolders.Default());

    /// <summary>Measures, prints and saves.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(arguments.Scratch);
        var cases = Possible();
        if (cases.Count == 0)
        {
            return 0;
        }

        if (arguments.Mask is null && cases.Any(row => row.Contenders.Contains(Contender.OursTicket)))
        {
            await ChildProcess.RunAsync(ProcessPlan.Own("ticket", arguments.MaskFile), cancellation).ConfigureAwait(false);
        }

        var startedAt = DateTimeOffset.UtcNow;
        var began = Stopwatch.GetTimestamp();
        var before = LoadSample.Take();
        var results = new List<CaseResult>();
        foreach (var group in cases.GroupBy(row => row.Workload))
        {
            var runs = await RunAsync(group.Key, [.. group.SelectMany(row => row.Contenders).Distinct().Order()], cancellation).ConfigureAwait(false);
            results.AddRange(group.Select(row => new CaseResult(row, row.Contenders.ToDictionary(contender => contender, contender => (IReadOnlyList<Measurement>)runs[contender]))));
        }

        var report = new BenchReport
        {
            StartedAt = startedAt,
            Duration = Stopwatch.GetElapsedTime(began),
            Commit = await GitCommit.ReadAsync(arguments.Repository, cancellation).ConfigureAwait(false),
            Machine = MachineFacts.Read(),
            Load = before.Until(LoadSample.Take()),
            Pairs = arguments.Pairs,
            IsQuick = arguments.IsQuick,
            WorkerDataset = dataset.ToString(),
            Environment = ProcessPlan.Environment,
            Cases = [.. results.OrderBy(result => cases.Index().First(row => row.Item == result.Case).Index)],
        };
        Console.WriteLine();
        Console.WriteLine(MarkdownReport.Write(report));
        Console.WriteLine($"Written to {report.Save(Path.Combine(arguments.Repository, "bench", "results"))} and .json beside it.");
        return 0;
    }

    private IReadOnlyList<BenchCase> Possible()
    {
        if (!arguments.Cases.Any(row => row.NeedsGpu) || torch.cuda.is_available())
        {
            return arguments.Cases;
        }

        foreach (var row in arguments.Cases.Where(row => row.NeedsGpu))
        {
            Console.WriteLine($"{row.Name} is left out: no CUDA device.");
        }

        return [.. arguments.Cases.Where(row => !row.NeedsGpu)];
    }

    private async Task<Dictionary<Contender, List<Measurement>>> RunAsync(Workload workload, IReadOnlyList<Contender> contenders, CancellationToken cancellation)
    {
        var launcher = new Launcher(arguments, dataset);
        var runs = contenders.ToDictionary(contender => contender, _ => new List<Measurement>());
        if (contenders.Contains(Contender.Worker))
        {
            // Reads the data set once, so that every timed start finds it cached.
            await launcher.RunAsync(workload, Contender.Worker, cancellation).ConfigureAwait(false);
        }

        for (var pair = 0; pair < arguments.Pairs; pair++)
        {
            // There and back again: a machine that slowly warms up or slows down favours nobody.
            foreach (var contender in pair % 2 == 0 ? contenders : contenders.Reverse())
            {
                var run = await launcher.RunAsync(workload, contender, cancellation).ConfigureAwait(false);
                runs[contender].Add(run);
                Console.WriteLine($"{workload.Name}  {pair + 1}/{arguments.Pairs}  {contender}: {Spread.Number(run.MillisecondsPerUnit)} ms");
            }
        }

        return runs;
    }
}
