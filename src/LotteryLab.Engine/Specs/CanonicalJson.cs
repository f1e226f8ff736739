using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// The one text of a JSON value, after RFC 8785: members sorted by their UTF-16 code units, no white space, numbers in their shortest
/// exact form, strings escaped only where JSON requires it. Step keys and spec hashes are hashes of this text, so it may never change.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Canonical text of a JSON tree.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or a member occurs twice.</exception>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    /// <summary>
    /// Canonical text of a plain value: text, numbers, truth values, lengths, components, JSON, and lists and text-keyed maps of them.
    /// </summary>
    /// <exception cref="ArgumentException">The value is of a kind that has no one JSON text, or a number is not finite.</exception>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        AppendValue(text, value);
        return text.ToString();
    }

    /// <summary>Name and options of a component; options that hold their defaults are left out.</summary>
    public static string OfComponent(ComponentSpec component) => Write(SpecNodes.Component(component, SpecDetail.Identity));

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendObject(text, members.Select(member => (member.Key, Value: (object?)member.Value)));
                break;
            case JsonArray items:
                AppendArray(text, items);
                break;
            default:
                AppendLeaf(text, node);
                break;
        }
    }

    private static void AppendLeaf(StringBuilder text, JsonNode leaf)
    {
        switch (leaf.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, leaf.AsValue().TryGetValue<string>(out var content) ? content : JsonSerializer.Deserialize<string>(leaf.ToJsonString())!);
                break;
            case JsonValueKind.Number:
                text.Append(CanonicalNumber.Normalize(leaf.ToJsonString()));
                break;
            default:
                text.Append(leaf.ToJsonString());
                break;
        }
    }

    private static void AppendValue(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null or JsonNode:
                Append(text, (JsonNode?)value);
                break;
            case JsonElement element:
                Append(text, JsonSerializer.SerializeToNode(element));
                break;
            case ComponentSpec component:
                Append(text, SpecNodes.Component(component, SpecDetail.Identity));
                break;
            case string content:
                AppendString(text, content);
                break;
            case TrainingLength length:
                AppendString(text, length.ToString());
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case double number:
                text.Append(CanonicalNumber.Format(number));
                break;
            case float number:
                text.Append(CanonicalNumber.Format(number));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                AppendObject(text, map.Keys.Cast<object>().Select(key => (TextKey(key), map[key])));
                break;
            case IReadOnlyDictionary<string, double> map:
                AppendObject(text, map.Select(pair => (pair.Key, (object?)pair.Value)));
                break;
            case IEnumerable items:
                AppendArray(text, items);
                break;
            default:
                throw new ArgumentException($"Canonical JSON has no rule for a value of type {value.GetType().Name}.", nameof(value));
        }
    }

    private static string TextKey(object key) =>
        key as string ?? throw new ArgumentException("Members of canonical JSON are named by text.", nameof(key));

    private static void AppendArray(StringBuilder text, IEnumerable items)
    {
        var separator = "[";
        foreach (var item in items)
        {
            text.Append(separator);
            AppendValue(text, item);
            separator = ",";
        }

        text.Append(separator == "[" ? "[]" : "]");
    }

    private static void AppendObject(StringBuilder text, IEnumerable<(string Key, object? Value)> members)
    {
        string? previous = null;
        foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (key == previous)
            {
                throw new ArgumentException($"The member '{key}' occurs twice.", nameof(members));
            }

            text.Append(previous is null ? '{' : ',');
            AppendString(text, key);
            text.Append(':');
            AppendValue(text, value);
            previous = key;
        }

        text.Append(previous is null ? "{}" : "}");
    }

    private static void AppendString(StringBuilder text, string content)
    {
        text.Append('"');
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (char.IsHighSurrogate(c) && i + 1 < content.Length && char.IsLowSurrogate(content[i + 1]))
            {
                text.Append(c).Append(content[++i]);
                continue;
            }

            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),

                // Half a surrogate pair has no UTF-8 form: escaped, two different texts cannot hash to the same bytes.
                < ' ' or (>= '\ud800' and <= '\udfff') => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
