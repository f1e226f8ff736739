using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Tests.Specs;

/// <summary>
/// The part of JSON Schema (draft 2020-12) that the spec schema uses; a keyword that it does not know fails the test, so that the
/// schema cannot grow beyond what is checked.
/// </summary>
internal sealed class SchemaValidator(JsonObject root)
{
    private static readonly HashSet<string> Silent = ["$schema", "$id", "$defs", "title", "description", "default", "examples"];

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonObject schema, JsonNode? value) => schema.All(keyword => Silent.Contains(keyword.Key) || Holds(schema, keyword.Key, keyword.Value!, value));

    private bool Holds(JsonObject schema, string keyword, JsonNode argument, JsonNode? value) => keyword switch
    {
        "$ref" => Accepts(root["$defs"]![argument.GetValue<string>()["#/$defs/".Length..]]!.AsObject(), value),
        "type" => IsOfType(argument.GetValue<string>(), value),
        "const" => JsonNode.DeepEquals(argument, value),
        "enum" => argument.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
        "oneOf" => argument.AsArray().Count(option => Accepts(option!.AsObject(), value)) == 1,
        "anyOf" => argument.AsArray().Any(option => Accepts(option!.AsObject(), value)),
        "required" => value is not JsonObject members || argument.AsArray().All(name => members.ContainsKey(name!.GetValue<string>())),
        "properties" => value is not JsonObject members || argument.AsObject().All(property => !members.TryGetPropertyValue(property.Key, out var member) || Accepts(property.Value!.AsObject(), member)),
        "additionalProperties" => value is not JsonObject members || members.All(member => schema["properties"]?.AsObject().ContainsKey(member.Key) == true || (argument is JsonObject rest && Accepts(rest, member.Value))),
        "items" => value is not JsonArray items || items.All(item => Accepts(argument.AsObject(), item)),
        "minItems" => value is not JsonArray items || items.Count >= argument.GetValue<int>(),
        "maxItems" => value is not JsonArray items || items.Count <= argument.GetValue<int>(),
        "minProperties" => value is not JsonObject members || members.Count >= argument.GetValue<int>(),
        "maxProperties" => value is not JsonObject members || members.Count <= argument.GetValue<int>(),
        "minLength" => Text(value) is not { } text || text.Length >= argument.GetValue<int>(),
        "maxLength" => Text(value) is not { } text || text.Length <= argument.GetValue<int>(),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, argument.GetValue<string>(), RegexOptions.ECMAScript),
        "minimum" => Number(value) is not { } number || number >= argument.GetValue<double>(),
        "maximum" => Number(value) is not { } number || number <= argument.GetValue<double>(),
        "exclusiveMinimum" => Number(value) is not { } number || number > argument.GetValue<double>(),
        "exclusiveMaximum" => Number(value) is not { } number || number < argument.GetValue<double>(),
        _ => throw new NotSupportedException($"The schema uses the keyword '{keyword}', which this test does not know."),
    };

    private static bool IsOfType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && number == Math.Floor(number),
        _ => throw new NotSupportedException($"The schema uses the type '{type}'."),
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? JsonSerializer.Deserialize<double>(value.ToJsonString()) : null;
}
