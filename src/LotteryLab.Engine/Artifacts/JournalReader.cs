using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Artifacts;

/// <summary>Reads a journal from where it stopped before; a torn last line is left for the next time.</summary>
public sealed class JournalReader(string path)
{
    /// <summary>Byte position after the last complete event read; store it to go on after a restart.</summary>
    public long Position { get; private set; }

    /// <summary>Starts at a stored position.</summary>
    public JournalReader(string path, long position)
        : this(path)
    {
        Position = position;
    }

    /// <summary>Reads the events that were appended since the last call; empty when there is no journal yet.</summary>
    public IReadOnlyList<JsonObject> ReadNew()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length <= Position)
        {
            return [];
        }

        stream.Position = Position;
        var bytes = new byte[stream.Length - Position];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var events = new List<JsonObject>();
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            if (bytes[i] == (byte)'\n')
            {
                if (TryParse(bytes.AsSpan(start, i - start)) is { } line)
                {
                    events.Add(line);
                }

                start = i + 1;
            }
        }

        Position += start;
        return events;
    }

    private static JsonObject? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            // Damage in the middle of a journal (a disk fault) costs that event, not the rest.
            return null;
        }
    }
}
