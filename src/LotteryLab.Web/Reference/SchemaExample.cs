using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Web.Reference;

/// <summary>Makes example JSON from schemas of the API description: the shape of an answer is quicker read than its schema.</summary>
internal sealed class SchemaExample(JsonObject schemas)
{
    private const int Deepest = 5;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The example as text; empty when the schema says nothing.</summary>
    public string TextOf(JsonNode? schema) => Of(schema, 0) is { } node ? node.ToJsonString(Indented) : "";

    /// <summary>The type as a word: string, integer, one of a, b.</summary>
    public string TypeOf(JsonNode? schema)
    {
        var known = Resolve(schema);
        if (known?["enum"] is JsonArray words)
        {
            return "one of " + string.Join(", ", words.Select(word => word?.ToString()));
        }

        return TypeWord(known) is { Length: > 0 } type ? type : "text";
    }

    private JsonNode? Of(JsonNode? schema, int depth)
    {
        if (Resolve(schema) is not { } known)
        {
            return null;
        }

        if (known["enum"] is JsonArray { Count: > 0 } words)
        {
            return words.FirstOrDefault(word => word is not null)?.DeepClone();
        }

        return TypeWord(known) switch
        {
            "object" => Members(known, depth),
            "array" => depth >= Deepest || Of(known["items"], depth + 1) is not { } item ? new JsonArray() : new JsonArray(item),
            "integer" => JsonValue.Create(1),
            "number" => JsonValue.Create(0.5),
            "boolean" => JsonValue.Create(false),
            "string" => JsonValue.Create((string?)known["format"] == "date-time" ? "2026-01-31T12:00:00Z" : "text"),
            _ => known["properties"] is JsonObject ? Members(known, depth) : null,
        };
    }

    private JsonObject Members(JsonObject schema, int depth)
    {
        var example = new JsonObject();
        if (depth >= Deepest)
        {
            return example;
        }

        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            example[name] = Of(member, depth + 1);
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            example["name"] = Of(values, depth + 1);
        }

        return example;
    }

    private JsonObject? Resolve(JsonNode? schema)
    {
        for (var hops = 0; schema is JsonObject known && hops < 8; hops++)
        {
            if ((string?)known["$ref"] is { } reference)
            {
                schema = schemas[reference[(reference.LastIndexOf('/') + 1)..]];
            }
            else if ((known["oneOf"] ?? known["anyOf"] ?? known["allOf"]) is JsonArray choices)
            {
                // A value that may be null stands as a choice between null and itself.
                schema = choices.FirstOrDefault(choice => TypeWord(choice as JsonObject) != "null");
            }
            else
            {
                return known;
            }
        }

        return null;
    }

    private static string TypeWord(JsonObject? schema) => schema?["type"] switch
    {
        JsonArray several => several.Select(word => (string?)word).FirstOrDefault(word => word != "null") ?? "",
        JsonValue one => (string?)one ?? "",
        _ => "",
    };
}
