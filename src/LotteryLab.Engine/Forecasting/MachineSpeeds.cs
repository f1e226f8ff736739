using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Forecasting;

/// <summary>
/// What one lane of this machine can do while all its lanes are busy (<c>machine.json</c> of the laboratory). Measured once by
/// <c>lotterylab calibrate</c>, and again when the machine or LibTorch is another one. Losing it costs the quality of estimates, nothing else.
/// </summary>
public sealed record MachineSpeeds
{
    /// <summary>Raised when what is measured changes, so that older files are measured anew.</summary>
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Version of the measurement.</summary>
    public required int Version { get; init; }

    /// <summary>The machine, as <see cref="Fingerprint"/> names it.</summary>
    public required string Machine { get; init; }

    /// <summary>Lanes that were busy at once.</summary>
    public required int Lanes { get; init; }

    /// <summary>Multiply-adds per second of linear layers, forward and backward, by multiply-adds of the product.</summary>
    public required SpeedCurve Linear { get; init; }

    /// <summary>Multiply-adds per second of convolutions, forward and backward, by input channels x output channels x kernel cells.</summary>
    public required SpeedCurve Convolution { get; init; }

    /// <summary>Bytes per second that elementwise work reads and writes, by bytes of the tensor.</summary>
    public required SpeedCurve Memory { get; init; }

    /// <summary>Seconds that one operation costs however small its tensors are.</summary>
    public required double OperationSeconds { get; init; }

    /// <summary>Power that the processor draws under this load; null where the machine does not say.</summary>
    public double? Watts { get; init; }

    /// <summary>When it was measured (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Ordinary speeds of a present-day core, for the first run of a laboratory that was never measured.</summary>
    public static MachineSpeeds Nominal { get; } = new()
    {
        Version = CurrentVersion,
        Machine = "nominal",
        Lanes = 1,
        Linear = new SpeedCurve([new(1e6, 1.5e10), new(1e8, 3e10)]),
        Convolution = new SpeedCurve([new(30, 4e9), new(2_304, 1.5e10), new(40_000, 2.5e10)]),
        Memory = new SpeedCurve([new(1e6, 1e10)]),
        OperationSeconds = 3e-6,
        At = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Where a laboratory keeps it.</summary>
    public static string PathIn(Laboratory laboratory) => Path.Combine(laboratory.Root, "machine.json");

    /// <summary>Names this machine with the LibTorch and device of <paramref name="numerics"/>.</summary>
    public static string Fingerprint(string numerics) =>
        string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {numerics}");

    /// <summary>What was measured on this very machine; null when nothing was, or on another machine.</summary>
    public static MachineSpeeds? Read(Laboratory laboratory, string numerics)
    {
        try
        {
            var speeds = JsonSerializer.Deserialize<MachineSpeeds>(File.ReadAllBytes(PathIn(laboratory)), Format);
            return speeds is { Version: CurrentVersion, OperationSeconds: > 0 } && speeds.Machine == Fingerprint(numerics) && speeds.IsUsable ? speeds : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it down.</summary>
    public void Write(Laboratory laboratory)
    {
        Directory.CreateDirectory(laboratory.Root);
        DurableFile.Replace(PathIn(laboratory), JsonSerializer.SerializeToUtf8Bytes(this, Format));
    }

    private bool IsUsable => new[] { Linear, Convolution, Memory }.All(curve => curve is { Points.Count: > 0 } && curve.Points.All(point => point.Size > 0 && point.PerSecond > 0));

    private static string Processor()
    {
        try
        {
            if (File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line)
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }
        catch (IOException)
        {
            // A machine that hides its processor is told apart by the rest of the fingerprint.
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
