using System.Collections;
using System.Globalization;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Text;

/// <summary>Wording of option declarations.</summary>
internal static class OptionText
{
    /// <summary>The default in words.</summary>
    public static string DefaultOf(OptionDeclaration option)
    {
        if (option.IsRequired)
        {
            return "must be given";
        }

        return option.DefaultComponent.Length > 0 ? option.DefaultComponent : Value(option.Default);
    }

    /// <summary>Which values are allowed.</summary>
    public static string AllowedIn(OptionDeclaration option)
    {
        if (option.Choices.Count > 0)
        {
            return string.Join(", ", option.Choices);
        }

        var range = Range(option);
        var unit = option.Unit.Length > 0 ? $" {option.Unit}" : "";
        return $"{KindOf(option)}{range}{unit}{(option.IsNullable ? ", or not set" : "")}";
    }

    private static string KindOf(OptionDeclaration option) => option.Kind switch
    {
        OptionKind.Number => "number",
        OptionKind.Integer => "whole number",
        OptionKind.Boolean => "true or false",
        OptionKind.Text => "text",
        OptionKind.Length => "length, such as 500it or 10ep",
        OptionKind.NumberList => "list of numbers",
        OptionKind.IntegerList => "list of whole numbers",
        OptionKind.TextList => "list of texts",
        OptionKind.NumberMap => "numbers by name",
        OptionKind.Component => $"a {ComponentCatalog.WordFor(option.Contract!)}",
        OptionKind.ComponentList => $"list of {ComponentCatalog.WordFor(option.Contract!)} entries",
        _ => "group of options",
    };

    private static string Range(OptionDeclaration option) => (double.IsFinite(option.Min), double.IsFinite(option.Max)) switch
    {
        (true, true) => $" {(option.MinExclusive ? "above" : "from")} {Number(option.Min)} {(option.MaxExclusive ? "to below" : "to")} {Number(option.Max)}",
        (true, false) => $" {(option.MinExclusive ? "above" : "of at least")} {Number(option.Min)}",
        (false, true) => $" {(option.MaxExclusive ? "below" : "of at most")} {Number(option.Max)}",
        _ => "",
    };

    private static string Value(object? value) => value switch
    {
        null => "not set",
        "" => "empty",
        bool flag => flag ? "true" : "false",
        string text => text,
        double number => Number(number),
        ComponentSpec component => component.Name,
        IDictionary { Count: 0 } or ICollection { Count: 0 } => "none",
        IEnumerable<KeyValuePair<string, double>> map => string.Join(", ", map.Select(pair => $"{pair.Key}: {Number(pair.Value)}")) is { Length: > 0 } text ? text : "none",
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Value)) is { Length: > 0 } text ? text : "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
