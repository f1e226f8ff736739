using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Export;

/// <summary>Formats that tickets are exported in.</summary>
public enum TicketFormat
{
    /// <summary>safetensors, with facts and provenance as metadata; the only one that is also imported.</summary>
    Safetensors,

    /// <summary>npz: <c>numpy.load</c> reads it; facts and provenance are texts in it.</summary>
    Npz,

    /// <summary>JSON with plain numbers, for small networks.</summary>
    Json,
}

/// <summary>Writes tickets. Equal tickets give equal bytes.</summary>
public static class TicketFile
{
    /// <summary>What the metadata call the layout.</summary>
    public const string Format = "lotterylab-ticket-1";

    /// <summary>Writes a ticket.</summary>
    public static void Write(Stream stream, Ticket ticket, TicketFormat format)
    {
        var tensors = TicketTensors.Of(ticket);
        switch (format)
        {
            case TicketFormat.Npz:
                NpzWriter.Write(stream, tensors, new SortedDictionary<string, string>(Metadata(ticket), StringComparer.Ordinal));
                break;
            case TicketFormat.Json:
                WriteJson(stream, ticket, tensors);
                break;
            default:
                SafetensorsFile.Write(stream, tensors, Metadata(ticket));
                break;
        }
    }

    private static Dictionary<string, string> Metadata(Ticket ticket) => new(StringComparer.Ordinal)
    {
        ["format"] = Format,
        ["ticket"] = ticket.Facts.ToJsonString(),
        ["provenance"] = ticket.Provenance.ToJson().ToJsonString(),
    };

    private static void WriteJson(Stream stream, Ticket ticket, IReadOnlyList<SafetensorsEntry> tensors)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WritePropertyName("ticket");
        ticket.Facts.WriteTo(json);
        json.WritePropertyName("provenance");
        ticket.Provenance.ToJson().WriteTo(json);
        json.WriteStartObject("tensors");
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WritePropertyName("shape");
            new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]).WriteTo(json);
            json.WriteStartArray("values");
            WriteValues(json, tensor);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, SafetensorsEntry tensor)
    {
        var bytes = tensor.Bytes.Span;
        switch (tensor.Type)
        {
            case SafetensorsType.U8:
                foreach (var value in bytes)
                {
                    json.WriteNumberValue(value);
                }

                break;
            case SafetensorsType.I64:
                foreach (var value in MemoryMarshal.Cast<byte, long>(bytes))
                {
                    json.WriteNumberValue(value);
                }

                break;
            case SafetensorsType.F64:
                foreach (var value in MemoryMarshal.Cast<byte, double>(bytes))
                {
                    json.WriteNumberValue(value);
                }

                break;
            case SafetensorsType.BF16:
                for (var i = 0; i < bytes.Length; i += sizeof(ushort))
                {
                    json.WriteNumberValue(BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[i..]) << 16));
                }

                break;
            default:
                foreach (var value in MemoryMarshal.Cast<byte, float>(bytes))
                {
                    json.WriteNumberValue(value);
                }

                break;
        }
    }
}
