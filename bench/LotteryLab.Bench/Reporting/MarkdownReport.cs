using System.Globalization;
using System.Text;
using LotteryLab.Bench.Cases;

namespace LotteryLab.Bench.Reporting;

/// <summary>The report as people read it.</summary>
internal static class MarkdownReport
{
    public static string Write(BenchReport report)
    {
        var text = new StringBuilder();
        Head(text, report);
        Speeds(text, report);
        Others(text, report);
        Floors(text, report);
        return text.ToString();
    }

    private static void Head(StringBuilder text, BenchReport report)
    {
        Line(text, $"# LotteryLab benchmark, {report.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        Line(text, $"");
        if (report.Load.Warning is { } warning)
        {
            Line(text, $"**{warning}**");
            Line(text, $"");
        }

        if (report.IsQuick)
        {
            Line(text, $"**Quick: short runs, for a first impression only.**");
            Line(text, $"");
        }

        var machine = report.Machine;
        Line(text, $"- Machine: {machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / 1073741824.0:0.0} GiB, {string.Join(' ', machine.Features)}; {machine.System}");
        Line(text, $"- Load {report.Load.AverageAtStart:0.00} at the start, {report.Load.AverageAtEnd:0.00} at the end; other programs took {report.Load.ForeignShare:P1} of the processors");
        foreach (var version in report.Versions)
        {
            Line(text, $"- {version}");
        }

        Line(text, $"- Commit {report.Commit}; {string.Join(' ', report.Environment.Select(variable => $"{variable.Key}={variable.Value}"))}");
        Line(text, $"- {report.Pairs} interleaved {(report.Pairs == 1 ? "run" : "runs")} of every program in {report.Duration.TotalMinutes:0.0} min; median (smallest–largest); ratios are taken pair by pair");
    }

    private static void Speeds(StringBuilder text, BenchReport report)
    {
        var rows = report.Cases.Where(result => result.Case.Aims.Any(aim => aim.Quantity == Quantity.Speed)).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"## Speed: milliseconds of a step or evaluation, wall clock [processor]");
        Line(text, $"");
        Line(text, $"| what | threads | LotteryLab | bare PyTorch | script | floor | × bare (aim) | × script (aim) | of the floor (aim) |");
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in rows)
        {
            var speeds = row.Findings.Where(finding => finding.Aim.Quantity == Quantity.Speed).ToList();
            var floor = row.Findings.FirstOrDefault(finding => finding.Aim.Quantity == Quantity.FloorShare);
            var floorTime = floor is null ? "" : row.Milliseconds(floor.Aim.Against).ToString();
            Line(text, $"| {row.Case.Title} | {row.Runs[row.Case.Subject][0].Threads} | {Times(row, row.Case.Subject)} | {Times(row, speeds[0].Aim.Against)} | {Times(row, speeds[1].Aim.Against)} | {floorTime} | {Judged(speeds[0])} | {Judged(speeds[1])} | {(floor is null ? "" : Judged(floor))} |");
        }
    }

    private static void Others(StringBuilder text, BenchReport report)
    {
        var rows = report.Cases.Where(result => result.Case.Aims.All(aim => aim.Quantity != Quantity.Speed)).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"## Threads, sparsity, memory, start, journal");
        Line(text, $"");
        Line(text, $"| what | LotteryLab | against | value (aim) |");
        Line(text, $"|---|---:|---|---:|");
        foreach (var row in rows)
        {
            foreach (var finding in row.Findings)
            {
                Line(text, $"| {row.Case.Title} | {Own(row, finding.Aim)} | {Other(row, finding.Aim)} | {Judged(finding)} |");
            }
        }

        if (rows.Any(row => row.Case.Subject == Contender.Worker))
        {
            Line(text, $"");
            Line(text, $"The worker, the bare loop and the script hold {report.WorkerDataset} in memory, and evaluate on its test images.");
        }
    }

    private static void Floors(StringBuilder text, BenchReport report)
    {
        var floors = report.Cases
            .SelectMany(result => result.Findings.Where(finding => finding.Aim.Quantity == Quantity.FloorShare).Select(finding => (Row: result, Contender: finding.Aim.Against)))
            .ToList();
        if (floors.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"## What the floor is made of: GFLOP/s of one thread in the network's own shapes, float32");
        Line(text, $"");
        Line(text, $"| step | threads | MFLOP | forward | backward to data | backward to weights | floor ms | bare PyTorch over floor | 1024×1024 product | ms at that rate |");
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (row, contender) in floors)
        {
            var runs = row.Runs[contender];
            double Detail(string name) => Statistics.Median(runs.Select(run => run.Details[name]));
            var threads = runs[0].Threads;
            var milliseconds = Statistics.Median(runs.Select(run => run.MillisecondsPerUnit));
            var atPeak = Detail("stepFlops") / Detail("matrixProductGigaflops") / 1e6 / threads;
            var ceiling = row.Milliseconds(Contender.Bare).Median / milliseconds;
            Line(text, $"| {row.Case.Workload.Name} | {threads} | {Detail("stepFlops") / 1e6:0.0} | {Detail("forwardGigaflops"):0.0} | {Detail("backwardDataGigaflops"):0.0} | {Detail("backwardWeightsGigaflops"):0.0} | {Spread.Number(milliseconds)} | {Spread.Number(ceiling)} | {Detail("matrixProductGigaflops"):0.0} | {Spread.Number(atPeak)} |");
        }
    }

    private static string Times(CaseResult row, Contender contender) =>
        $"{row.Milliseconds(contender)} [{Spread.Number(row.CpuMilliseconds(contender).Median)}]";

    private static string Own(CaseResult row, Aim aim) => aim.Quantity switch
    {
        Quantity.Memory or Quantity.ReplicateMemory => $"{row.PeakMebibytes(row.Case.Subject)} MiB",
        Quantity.StartSeconds => $"{Statistics.Spread([.. row.Runs[row.Case.Subject].Select(run => run.StartSeconds)])} s",
        _ => $"{row.Milliseconds(row.Case.Subject)} ms",
    };

    private static string Other(CaseResult row, Aim aim) => (aim.Quantity, aim.Against) switch
    {
        (Quantity.Memory, Contender.BareWholeSet) => $"bare PyTorch: {row.PeakMebibytes(aim.Against)} MiB",
        (Quantity.Memory, _) => $"script: {row.PeakMebibytes(aim.Against)} MiB",
        (Quantity.ReplicateMemory, _) => $"one replicate: {row.PeakMebibytes(aim.Against)} MiB",
        (Quantity.StartSeconds, Contender.BareWholeSet) => "seconds of bare PyTorch",
        (Quantity.StartSeconds, Contender.ScriptWholeSet) => "seconds of the script",
        (Quantity.StartSeconds, _) => "seconds of the worker",
        (Quantity.Time, Contender.OursOnAllCores) => $"a replicate a core: {row.Milliseconds(aim.Against)} ms",
        (Quantity.Time, Contender.BareKeepingMemory) => $"bare PyTorch: {row.Milliseconds(aim.Against)} ms",
        (Quantity.Time, Contender.ScriptKeepingMemory) => $"script: {row.Milliseconds(aim.Against)} ms",
        (Quantity.JournalShare, _) => string.Create(CultureInfo.InvariantCulture, $"{Aim.StepsOfAJournalLine} dense steps of {row.Milliseconds(aim.Against)} ms"),
        _ => $"dense: {row.Milliseconds(aim.Against)} ms",
    };

    private static string Judged(Finding finding)
    {
        var isShare = finding.Aim.Quantity is Quantity.FloorShare or Quantity.JournalShare;
        string Show(double value) => isShare ? $"{Spread.Number(value * 100)} %" : Spread.Number(value);
        var value = $"{Show(finding.Value.Median)} ({Show(finding.Value.Min)}–{Show(finding.Value.Max)})";
        return finding.Aim.Bound is { } bound ? $"{value}, {(finding.Aim.IsAtLeast ? "≥" : "≤")} {Bound(bound)} **{finding.Verdict}**" : value;

        string Bound(double limit) => (isShare ? limit * 100 : limit).ToString("0.##", CultureInfo.InvariantCulture) + (isShare ? " %" : "");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
