using System.Globalization;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Running;

/// <summary>Starts the program of a contender and reads its measurement.</summary>
internal sealed class Launcher(BenchArguments arguments, WorkerDataset dataset)
{
    private static readonly StepCounts OurEvaluations = new(60, 20);
    private static readonly StepCounts BareEvaluations = new(2, 10);
    private static readonly StepCounts ScriptEvaluations = new(0, 2);
    private static readonly StepCounts WholeSet = new(20, 200);
    private static readonly StepCounts JournalLines = new(0, 5000);

    /// <summary>One run.</summary>
    public async Task<Measurement> RunAsync(Workload workload, Contender contender, CancellationToken cancellation)
    {
        if (contender == Contender.Worker)
        {
            return await new WorkerRun(arguments, dataset).MeasureAsync(cancellation).ConfigureAwait(false);
        }

        var outcome = await ChildProcess.RunAsync(Plan(workload, contender), cancellation).ConfigureAwait(false);
        var measurement = Measurement.FromJson(outcome.Output);
        return measurement with
        {
            PeakBytes = Math.Max(measurement.PeakBytes, outcome.PeakBytes),
            StartSeconds = measurement.FirstStepAt > 0 ? measurement.FirstStepAt - outcome.StartedAt : 0,
        };
    }

    /// <summary>The process of a contender, except the worker's.</summary>
    public ProcessPlan Plan(Workload workload, Contender contender) => contender switch
    {
        Contender.Ours or Contender.OursBfloat16 or Contender.OursOnAllCores or Contender.OursAllThreads or Contender.OursTicket or Contender.OursOnGpu => Own(workload, contender, workload.Ours, arguments.MaskFile),
        Contender.Floor or Contender.FloorOnAllCores => Own(workload, contender, default),
        Contender.OursEvaluation => Own(workload, contender, OurEvaluations),
        Contender.Journal => Own(workload, contender, JournalLines, arguments.Scratch),
        Contender.Bare => Script("bare_loop.py", workload, workload.Bare),
        Contender.Script => Script("script_loop.py", workload, workload.Script),
        Contender.BareKeepingMemory => Script("bare_loop.py", workload, workload.Bare) with { Extra = ProcessPlan.KeepingMemory },
        Contender.ScriptKeepingMemory => Script("script_loop.py", workload, workload.Script) with { Extra = ProcessPlan.KeepingMemory },
        Contender.BareOnGpu => Script("bare_loop.py", workload, workload.Bare, "--device", "cuda"),
        Contender.ScriptOnGpu => Script("script_loop.py", workload, workload.Script, "--device", "cuda"),
        Contender.BareEvaluation => Script("bare_loop.py", workload, BareEvaluations, "--mode", "evaluate", "--test-images", Text(Workload.EvaluationImages)),
        Contender.ScriptEvaluation => Script("script_loop.py", workload, ScriptEvaluations, "--mode", "evaluate", "--test-images", Text(Workload.EvaluationImages)),
        Contender.BareWholeSet => Script("bare_loop.py", workload with { Images = dataset.TrainImages }, WholeSet, "--test-images", Text(dataset.TestImages)),
        Contender.ScriptWholeSet => Script("script_loop.py", workload with { Images = dataset.TrainImages }, WholeSet, "--test-images", Text(dataset.TestImages)),
        _ => throw new InvalidOperationException($"{contender} has no process."),
    };

    private ProcessPlan Own(Workload workload, Contender contender, StepCounts steps, string path = "")
    {
        var counts = Shortened(steps);
        return ProcessPlan.Own("job", new ChildJob(contender, workload.Name, counts.Warmup, counts.Timed, path).ToJson());
    }

    private ProcessPlan Script(string file, Workload workload, StepCounts steps, params IReadOnlyList<string> more)
    {
        var counts = Shortened(steps);
        return new ProcessPlan(arguments.Python,
        [
            Path.Combine(arguments.Repository, "bench", "pytorch", file),
            "--network", workload.Network,
            "--optimizer", workload.Optimizer,
            "--rate", Text(workload.LearningRate),
            "--momentum", Text(workload.Momentum),
            "--decay", Text(workload.WeightDecay),
            "--batch", Text(workload.BatchSize),
            "--images", Text(workload.Images),
            "--warmup", Text(counts.Warmup),
            "--steps", Text(counts.Timed),
            .. more,
        ]);
    }

    private StepCounts Shortened(StepCounts steps) => arguments.IsQuick ? steps.Quick : steps;

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
