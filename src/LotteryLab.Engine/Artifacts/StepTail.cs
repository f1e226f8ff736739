using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Artifacts;

/// <summary>How a step's last attempt ended, from the end of its journal: a page over thousands of steps cannot read every curve.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seconds">Seconds of the attempt that finished it.</param>
/// <param name="At">When the last event was written (UTC).</param>
/// <param name="Reason">Why it failed; empty otherwise.</param>
public sealed record StepTail(StepOutcome Outcome, double? Seconds, DateTimeOffset? At, string Reason)
{
    /// <summary>Long enough for the last events; a curve's points are a few hundred bytes each.</summary>
    private const int TailBytes = 8192;

    /// <summary>A step that nobody has tried.</summary>
    public static StepTail Untouched { get; } = new(StepOutcome.Untouched, null, null, "");

    /// <summary>Reads the end of a journal; a torn last line is left out.</summary>
    public static StepTail Read(string journal)
    {
        try
        {
            using var stream = new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var count = (int)Math.Min(TailBytes, stream.Length);
            stream.Position = stream.Length - count;
            var bytes = new byte[count];
            stream.ReadExactly(bytes);
            return Of(bytes);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return Untouched;
        }
        catch (EndOfStreamException)
        {
            // Shortened while we looked: its writer cuts a torn line off.
            return Untouched;
        }
    }

    private static StepTail Of(ReadOnlySpan<byte> bytes)
    {
        for (var end = bytes.LastIndexOf((byte)'\n'); end > 0;)
        {
            var start = bytes[..end].LastIndexOf((byte)'\n') + 1;
            if (Parse(bytes[start..end]) is { } line && OutcomeOf((string?)line["type"]) is { } outcome)
            {
                return new StepTail(outcome, outcome == StepOutcome.Finished ? (double?)line["seconds"] : null, Time((string?)line["at"]), outcome == StepOutcome.Failed ? (string?)line["reason"] ?? "" : "");
            }

            end = start - 1;
        }

        // Nothing but points of a curve: it is at work, or its process died.
        return bytes.Length == 0 ? Untouched : new StepTail(StepOutcome.Started, null, null, "");
    }

    private static StepOutcome? OutcomeOf(string? type) => type switch
    {
        "finished" => StepOutcome.Finished,
        "failed" => StepOutcome.Failed,
        "cancelled" => StepOutcome.Cancelled,
        "started" or "failed-attempt" or "retry" or "checkpoint" => StepOutcome.Started,
        _ => null,
    };

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static JsonNode? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How a step's last attempt ended.</summary>
public enum StepOutcome
{
    /// <summary>Nobody has tried it.</summary>
    Untouched,

    /// <summary>It began; whether somebody still works on it, its lock says.</summary>
    Started,

    /// <summary>It was stopped on request.</summary>
    Cancelled,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It is done.</summary>
    Finished,
}
