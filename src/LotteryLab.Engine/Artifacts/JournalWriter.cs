using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Artifacts;

/// <summary>
/// Appends events to a journal: one JSON object a line, each with <c>seq</c> (1, 2, 3 ... without gaps), <c>at</c> (UTC) and <c>type</c>.
/// A line that a crash tore is cut off when the journal is opened again; whatever was followed by a line break stays.
/// Safe to call from several threads; one process writes a journal at a time.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream stream;
    private readonly TimeProvider time;
    private long sequence;

    /// <summary>Opens or creates a journal.</summary>
    public JournalWriter(string path, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        Path = path;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        var (lines, length) = Scan(stream);
        stream.SetLength(length);
        stream.Position = length;
        sequence = lines;
    }

    /// <summary>The journal file.</summary>
    public string Path { get; }

    /// <summary>Appends an event; <paramref name="fields"/> must not hold seq, at or type.</summary>
    public void Append(string type, JsonObject? fields = null)
    {
        lock (gate)
        {
            var line = new JsonObject
            {
                ["seq"] = ++sequence,
                ["at"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ["type"] = type,
            };
            foreach (var (name, value) in fields ?? [])
            {
                line[name] = value?.DeepClone();
            }

            var buffer = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(buffer))
            {
                line.WriteTo(json);
            }

            buffer.Write("\n"u8);
            var begin = stream.Position;
            try
            {
                stream.Write(buffer.WrittenSpan);
            }
            catch (IOException)
            {
                // A full disk takes half a line: what is appended when there is room again must not continue it.
                stream.SetLength(begin);
                stream.Position = begin;
                sequence--;
                throw;
            }
        }
    }

    /// <summary>Makes everything written so far survive a power cut.</summary>
    public void Flush()
    {
        lock (gate)
        {
            stream.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static (long Lines, long Length) Scan(FileStream stream)
    {
        var lines = 0L;
        var length = 0L;
        var position = 0L;
        var buffer = new byte[65536];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == (byte)'\n')
                {
                    lines++;
                    length = position + i + 1;
                }
            }

            position += read;
        }

        return (lines, length);
    }
}
