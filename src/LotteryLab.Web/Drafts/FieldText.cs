using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Drafts;

/// <summary>Values of options as a person types them into one line, and back.</summary>
internal static class FieldText
{
    /// <summary>What stands in the field.</summary>
    public static string Of(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Of)),
        JsonObject map => string.Join(", ", map.Select(pair => $"{pair.Key}: {Of(pair.Value)}")),
        JsonValue text when text.TryGetValue<string>(out var content) => content,
        _ => value.ToJsonString(),
    };

    /// <summary>
    /// The value that was typed. What cannot be read as the option's kind is kept as text: the validator then says in words what is allowed.
    /// Null means that the field was emptied.
    /// </summary>
    public static JsonNode? Read(OptionDeclaration option, string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            // An empty text is a value; an empty number is none.
            return option.Kind is OptionKind.Text ? JsonValue.Create("") : null;
        }

        return option.Kind switch
        {
            OptionKind.Number => Number(trimmed),
            OptionKind.Integer => Integer(trimmed),
            OptionKind.NumberList => new JsonArray([.. Parts(trimmed).Select(Number)]),
            OptionKind.IntegerList => new JsonArray([.. Parts(trimmed).Select(Integer)]),
            OptionKind.TextList => new JsonArray([.. Parts(trimmed).Select(part => JsonValue.Create(part))]),
            OptionKind.NumberMap => Map(trimmed),
            OptionKind.Text => JsonValue.Create(text),
            _ => JsonValue.Create(trimmed),
        };
    }

    /// <summary>Words of an option's name: "learningRate" is "Learning rate".</summary>
    public static string Words(string name) => string.Concat(name.Select((letter, position) => position == 0
        ? char.ToUpperInvariant(letter).ToString()
        : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static string[] Parts(string text) => text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonNode Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(text);

    private static JsonNode Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : Number(text);

    private static JsonNode Map(string text)
    {
        var map = new JsonObject();
        foreach (var part in Parts(text))
        {
            var colon = part.LastIndexOf(':');
            if (colon <= 0)
            {
                return JsonValue.Create(text);
            }

            map[part[..colon].Trim()] = Number(part[(colon + 1)..].Trim());
        }

        return map;
    }
}
