using System.Diagnostics;
using LotteryLab.Bench.Measuring;
using LotteryLab.Engine;

namespace LotteryLab.Bench.Running;

/// <summary>What a program left behind.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="StartedAt">When it was started, in seconds since 1970.</param>
/// <param name="PeakBytes">Largest resident memory that was seen; what it grew by in its last moments may be missing.</param>
internal sealed record ChildOutcome(string Output, double StartedAt, long PeakBytes);

/// <summary>Runs a program to its end, one at a time, and watches its memory.</summary>
internal static class ChildProcess
{
    // The kernel keeps the peak, so looking rarely loses nothing but the last moments, and disturbs little.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs it.</summary>
    /// <exception cref="LotteryLabException">It could not be started, or failed.</exception>
    public static async Task<ChildOutcome> RunAsync(ProcessPlan plan, CancellationToken cancellation)
    {
        if (!File.Exists(plan.Program))
        {
            throw new LotteryLabException("bench.program", $"The program {plan.Program} is missing.", "./lab bench installs what it needs; run it instead.");
        }

        var start = new ProcessStartInfo(plan.Program, plan.Arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in ProcessPlan.Environment.Concat(plan.Extra))
        {
            start.Environment[name] = value;
        }

        var startedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        using var process = Process.Start(start)!;
        try
        {
            var reading = process.StandardOutput.ReadToEndAsync(cancellation);
            var peak = 0L;
            var exit = process.WaitForExitAsync(cancellation);
            while (await Task.WhenAny(exit, Task.Delay(Glance, cancellation)).ConfigureAwait(false) != exit)
            {
                cancellation.ThrowIfCancellationRequested();
                peak = Math.Max(peak, PeakOf(process.Id));
            }

            await exit.ConfigureAwait(false);
            var output = await reading.ConfigureAwait(false);
            return process.ExitCode == 0
                ? new ChildOutcome(output, startedAt, peak)
                : throw new LotteryLabException("bench.process", $"{Path.GetFileName(plan.Program)} {string.Join(' ', plan.Arguments)} ended with exit code {process.ExitCode}.", "Its message stands above.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static long PeakOf(int id)
    {
        try
        {
            return Measurement.ReadPeak(File.ReadLines($"/proc/{id}/status")) ?? 0;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
