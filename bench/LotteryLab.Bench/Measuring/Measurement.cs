using System.Globalization;
using System.Text.Json;

namespace LotteryLab.Bench.Measuring;

/// <summary>One timed run of one program, as it prints it on its last line.</summary>
internal sealed record Measurement
{
    /// <summary>Key of <see cref="Details"/>: bytes that a replicate cannot do without.</summary>
    public const string ReplicateFloorBytes = "replicateFloorBytes";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Wall-clock time of all units.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Processor time of all threads of the process in that time.</summary>
    public required double CpuSeconds { get; init; }

    /// <summary>Steps, evaluations or lines; those of all threads together.</summary>
    public required long Units { get; init; }

    /// <summary>Threads that computed.</summary>
    public required int Threads { get; init; }

    /// <summary>Largest resident memory of the process.</summary>
    public long PeakBytes { get; init; }

    /// <summary>When the first step began, in seconds since 1970; 0 when not noted.</summary>
    public double FirstStepAt { get; init; }

    /// <summary>Seconds from the start of the process to the first step; filled in by whoever started it.</summary>
    public double StartSeconds { get; init; }

    /// <summary>Libraries.</summary>
    public string Version { get; init; } = "";

    /// <summary>Further numbers by name: rates in GFLOP/s, counts, bytes.</summary>
    public IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();

    /// <summary>Wall-clock time of a unit; with several threads the time in which all of them together finish one.</summary>
    public double MillisecondsPerUnit => WallSeconds * 1000 / Units;

    /// <summary>Processor time of a unit.</summary>
    public double CpuMillisecondsPerUnit => CpuSeconds * 1000 / Units;

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    public static Measurement FromJson(string json) =>
        JsonSerializer.Deserialize<Measurement>(json, Format) ?? throw new JsonException("The program printed no measurement.");

    /// <summary>Peak resident memory of this process, as the kernel counts it.</summary>
    public static long OwnPeakBytes() => ReadPeak(File.ReadLines("/proc/self/status")) ?? 0;

    /// <summary>The peak from the lines of a <c>/proc/PID/status</c>; null when the process has ended.</summary>
    public static long? ReadPeak(IEnumerable<string> status)
    {
        var line = status.FirstOrDefault(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
