using System.Diagnostics;
using System.Text.Json;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Bench.Measuring;

/// <summary>Times what a training adds to its journal at every evaluation point: one line, from the record to the file.</summary>
internal static class JournalCost
{
    private const int Warmup = 500;
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Measurement Measure(int lines, string folder)
    {
        var path = Path.Combine(folder, $"journal-{Guid.NewGuid():N}.jsonl");
        try
        {
            using var journal = new JournalWriter(path);
            Append(journal, Warmup);
            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var wall = Stopwatch.GetTimestamp();
            Append(journal, lines);
            var wallSeconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
            process.Refresh();
            return new Measurement
            {
                WallSeconds = wallSeconds,
                CpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds,
                Units = lines,
                Threads = 1,
                PeakBytes = Measurement.OwnPeakBytes(),
                Version = Libraries.Describe(),
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Append(JournalWriter journal, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            var point = new EvaluationPoint(i * 100L, 1.2e-3, 0.1 / (i + 1), 0.123456789 / (i + 1), 0.98, 0.234567891 / (i + 1), 0.981);
            journal.Append("evaluation", JsonSerializer.SerializeToNode(point, Format)!.AsObject());
        }
    }
}
