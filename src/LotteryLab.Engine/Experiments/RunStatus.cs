using System.Text.Json;
using System.Text.Json.Serialization;

namespace LotteryLab.Engine.Experiments;

/// <summary>A snapshot of a running or ended experiment.</summary>
public sealed record RunStatus
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Where the experiment stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Steps of the plan.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps that are done, in this run or before.</summary>
    public required int Finished { get; init; }

    /// <summary>Steps that failed or are blocked.</summary>
    public required int Failed { get; init; }

    /// <summary>Share of the expected work that is done, in [0, 1].</summary>
    public required double Progress { get; init; }

    /// <summary>Expected seconds to the end; null while nothing was measured yet.</summary>
    public required double? RemainingSeconds { get; init; }

    /// <summary>Optimizer steps per second of all lanes together, lately.</summary>
    public required double IterationsPerSecond { get; init; }

    /// <summary>Seconds since this run began.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Labels of the steps that are worked on, with the iteration they are at.</summary>
    public IReadOnlyList<string> Running { get; init; } = [];

    /// <summary>Reasons of failed steps, as sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>When this was written (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The status as JSON text.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    /// <summary>Reads a status.</summary>
    /// <exception cref="JsonException">The text is no status.</exception>
    public static RunStatus FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<RunStatus>(json, Format) ?? throw new JsonException("The status is empty.");
}
