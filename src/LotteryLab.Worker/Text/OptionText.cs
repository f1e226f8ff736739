using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Worker.Text;

/// <summary>Option declarations in words and as JSON.</summary>
internal static class OptionText
{
    /// <summary>What may be given.</summary>
    public static string Allowed(OptionDeclaration option)
    {
        var text = option.Choices.Count > 0 ? string.Join(" | ", option.Choices) : Kind(option) + Range(option);
        text = option.Unit.Length > 0 ? $"{text} ({option.Unit})" : text;
        return option.IsNullable ? $"{text}, or null" : text;
    }

    /// <summary>What is used when nothing is given, as it would be written in a spec.</summary>
    public static string Default(OptionDeclaration option, object defaults) => option switch
    {
        { IsRequired: true } => "required",
        { DefaultComponent.Length: > 0 } => option.DefaultComponent,
        _ => SpecWriter.OptionsToNode(defaults)[option.Name]?.ToJsonString() ?? "null",
    };

    /// <summary>A component with all its options, for programs.</summary>
    public static JsonObject ToJson(CatalogEntry entry)
    {
        var descriptor = entry.Component.Descriptor;
        var defaults = SpecWriter.OptionsToNode(entry.WithDefaults().Options);
        return new JsonObject
        {
            ["name"] = entry.Name,
            ["title"] = descriptor.Title,
            ["summary"] = descriptor.Summary,
            ["papers"] = new JsonArray([.. descriptor.Papers.Select(paper => (JsonNode)new JsonObject { ["citation"] = paper.Citation, ["url"] = paper.Url })]),
            ["knownFailures"] = new JsonArray([.. descriptor.KnownFailures.Select(failure => (JsonNode)failure)]),
            ["options"] = new JsonArray([.. entry.Options.Select(option => (JsonNode)ToJson(option, defaults))]),
        };
    }

    private static JsonObject ToJson(OptionDeclaration option, JsonObject defaults) => new()
    {
        ["name"] = option.Name,
        ["kind"] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(option.Kind.ToString()),
        ["help"] = option.Help,
        ["required"] = option.IsRequired,
        ["nullable"] = option.IsNullable,
        ["default"] = option.IsRequired ? null : defaults[option.Name]?.DeepClone(),
        ["min"] = double.IsFinite(option.Min) ? option.Min : null,
        ["max"] = double.IsFinite(option.Max) ? option.Max : null,
        ["minExclusive"] = option.MinExclusive,
        ["maxExclusive"] = option.MaxExclusive,
        ["choices"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode)choice)]),
        ["unit"] = option.Unit,
    };

    private static string Kind(OptionDeclaration option) => option.Kind switch
    {
        OptionKind.Number => "number",
        OptionKind.Integer => "whole number",
        OptionKind.Boolean => "true | false",
        OptionKind.Length => "length such as 500it, 10ep or 3ep20it",
        OptionKind.NumberList => "list of numbers",
        OptionKind.IntegerList => "list of whole numbers",
        OptionKind.TextList => "list of texts",
        OptionKind.NumberMap => "object of numbers by name",
        OptionKind.Component => ComponentCatalog.WordFor(option.Contract!),
        OptionKind.ComponentList => $"list of {ComponentCatalog.WordFor(option.Contract!)}",
        OptionKind.Record => "object",
        _ => "text",
    };

    private static string Range(OptionDeclaration option) => (double.IsFinite(option.Min), double.IsFinite(option.Max)) switch
    {
        (true, true) => $" {(option.MinExclusive ? "above" : "from")} {Number(option.Min)} {(option.MaxExclusive ? "to below" : "to")} {Number(option.Max)}",
        (true, false) => $" {(option.MinExclusive ? "above" : "from")} {Number(option.Min)}",
        (false, true) => $" {(option.MaxExclusive ? "below" : "up to")} {Number(option.Max)}",
        _ => "",
    };

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
