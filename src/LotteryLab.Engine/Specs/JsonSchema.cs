using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// The JSON Schema (draft 2020-12) of a spec, drawn from the catalog, for editors and programs. It accepts every spec that
/// <see cref="SpecReader"/> accepts; combinations and duplicates are judged by the reader alone. Equal catalogs give equal bytes.
/// </summary>
public static class JsonSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The schema as indented text.</summary>
    public static string Text(ComponentCatalog catalog) => Create(catalog).ToJsonString(Indented) + "\n";

    /// <summary>The schema as a JSON tree.</summary>
    public static JsonObject Create(ComponentCatalog catalog)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "urn:lotterylab:spec:1",
            ["title"] = "LotteryLab experiment",
            ["description"] = "One experiment: architecture, data set, training recipe, method, controls and replicates.",
        };
        AddObject(schema, OptionDeclaration.Of(typeof(ExperimentSpec)), name: null);
        schema["$defs"] = Definitions(catalog);
        return schema;
    }

    private static JsonObject Definitions(ComponentCatalog catalog)
    {
        var definitions = new JsonObject();
        foreach (var contract in catalog.Contracts)
        {
            var word = ComponentCatalog.WordFor(contract);
            var entries = catalog.Entries(contract);
            var alternatives = new JsonArray(BareNames(entries));
            foreach (var entry in entries)
            {
                alternatives.Add(new JsonObject { ["$ref"] = $"#/$defs/{word}.{entry.Name}" });
                definitions[$"{word}.{entry.Name}"] = Component(entry);
            }

            definitions[word] = new JsonObject { ["oneOf"] = alternatives };
        }

        return definitions;
    }

    /// <summary>A bare name stands for a component with its defaults, so only those without required options can be written so.</summary>
    private static JsonObject BareNames(IEnumerable<CatalogEntry> entries) => new()
    {
        ["type"] = "string",
        ["description"] = "The name alone: all options at their defaults.",
        ["enum"] = Words(entries.Where(entry => !entry.Options.Any(option => option.IsRequired)).Select(entry => entry.Name)),
    };

    private static JsonObject Component(CatalogEntry entry)
    {
        var descriptor = entry.Component.Descriptor;
        var schema = new JsonObject { ["title"] = descriptor.Title, ["description"] = descriptor.Summary };
        AddObject(schema, entry.Options, entry.Name);
        return schema;
    }

    private static void AddObject(JsonObject schema, IReadOnlyList<OptionDeclaration> options, string? name)
    {
        var properties = new JsonObject();
        if (name is not null)
        {
            properties["name"] = new JsonObject { ["const"] = name };
        }

        foreach (var option in options)
        {
            properties[option.Name] = Option(option);
        }

        var required = options.Where(option => option.IsRequired).Select(option => option.Name);
        schema["type"] = "object";
        schema["properties"] = properties;
        schema["required"] = Words(name is null ? required : required.Prepend("name"));
        schema["additionalProperties"] = false;
    }

    private static JsonObject Option(OptionDeclaration option)
    {
        var schema = Plain(option);
        if (option.IsNullable)
        {
            schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        }

        schema["description"] = option.Unit.Length > 0 ? $"{option.Help} Unit: {option.Unit}." : option.Help;
        if (option.DefaultComponent.Length > 0)
        {
            schema["default"] = option.DefaultComponent;
        }
        else if (!option.IsRequired)
        {
            schema["default"] = SpecNodes.Value(option.Default, SpecDetail.Everything);
        }

        return schema;
    }

    private static JsonObject Plain(OptionDeclaration option)
    {
        switch (option.Kind)
        {
            case OptionKind.Number:
                return Ranged(option, "number");
            case OptionKind.Integer:
                return Ranged(option, "integer");
            case OptionKind.Boolean:
                return new JsonObject { ["type"] = "boolean" };
            case OptionKind.Text:
                return new JsonObject { ["type"] = "string", ["minLength"] = option.MinLength, ["maxLength"] = option.MaxLength };
            case OptionKind.Choice:
                return Choice(option);
            case OptionKind.Length:
                return Length(option);
            case OptionKind.NumberList:
                return List(option, Ranged(option, "number"));
            case OptionKind.IntegerList:
                return List(option, Ranged(option, "integer"));
            case OptionKind.TextList:
                return List(option, option.Choices.Count > 0 ? Choice(option) : new JsonObject { ["type"] = "string" });
            case OptionKind.NumberMap:
                return new JsonObject
                {
                    ["type"] = "object",
                    ["additionalProperties"] = Ranged(option, "number"),
                    ["minProperties"] = option.MinLength,
                    ["maxProperties"] = option.MaxLength,
                };
            case OptionKind.Component:
                return Reference(option);
            case OptionKind.ComponentList:
                return List(option, Reference(option));
            default:
                var group = new JsonObject();
                AddObject(group, option.Members, name: null);
                return group;
        }
    }

    private static JsonObject Choice(OptionDeclaration option) => new() { ["type"] = "string", ["enum"] = Words(option.Choices) };

    private static JsonObject Reference(OptionDeclaration option) => new() { ["$ref"] = $"#/$defs/{ComponentCatalog.WordFor(option.Contract!)}" };

    private static JsonObject List(OptionDeclaration option, JsonObject items) =>
        new() { ["type"] = "array", ["items"] = items, ["minItems"] = option.MinLength, ["maxItems"] = option.MaxLength };

    /// <summary>The look-aheads refuse the empty text and, where it is not allowed, a length of zero.</summary>
    private static JsonObject Length(OptionDeclaration option) => new()
    {
        ["type"] = "string",
        ["pattern"] = (option.MinExclusive ? "^(?=.*[1-9])" : "^(?=.)") + "([0-9]{1,12}ep)?([0-9]{1,12}it)?$",
        ["examples"] = new JsonArray("5000it", "160ep", "3ep20it"),
    };

    private static JsonObject Ranged(OptionDeclaration option, string type)
    {
        var schema = new JsonObject { ["type"] = type };
        if (double.IsFinite(option.Min))
        {
            schema[option.MinExclusive ? "exclusiveMinimum" : "minimum"] = option.Min;
        }

        if (double.IsFinite(option.Max))
        {
            schema[option.MaxExclusive ? "exclusiveMaximum" : "maximum"] = option.Max;
        }

        return schema;
    }

    private static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);
}
