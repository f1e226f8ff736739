using System.Globalization;

namespace LotteryLab.Engine.Specs;

/// <summary>Says in words what an option allows; the same words stand in problems, command-line help and forms.</summary>
public static class OptionLanguage
{
    /// <summary>What is allowed, for example <c>a number of more than 0 and at most 1</c>.</summary>
    public static string Allowed(OptionDeclaration option)
    {
        var allowed = option.Kind switch
        {
            OptionKind.Number => $"a number{Range(option)}",
            OptionKind.Integer => $"a whole number{Range(option)}",
            OptionKind.Boolean => "true or false",
            OptionKind.Text => $"a text of {option.MinLength} to {option.MaxLength} characters",
            OptionKind.Choice => string.Join(", ", option.Choices),
            OptionKind.Length => $"a {(option.MinExclusive ? "positive " : "")}length such as 5000it, 160ep or 3ep20it",
            OptionKind.NumberList => $"a list of numbers, each{OrAny(Range(option))}",
            OptionKind.IntegerList => $"a list of whole numbers, each{OrAny(Range(option))}",
            OptionKind.TextList => option.Choices.Count > 0 ? $"a list of {string.Join(", ", option.Choices)}" : "a list of texts",
            OptionKind.NumberMap => $"an object of numbers by name, each{OrAny(Range(option))}",
            OptionKind.Component => $"a component ({ComponentCatalog.WordFor(option.Contract!)})",
            OptionKind.ComponentList => $"a list of components ({ComponentCatalog.WordFor(option.Contract!)})",
            _ => "a JSON object",
        };
        var withUnit = option.Unit.Length > 0 ? $"{allowed} ({option.Unit})" : allowed;
        return option.IsNullable ? $"{withUnit}, or null" : withUnit;
    }

    /// <summary>What holds when the option is not given, as a spec would say it; <c>required</c> where it must be given.</summary>
    public static string Default(OptionDeclaration option) => option switch
    {
        { IsRequired: true } => "required",
        { DefaultComponent.Length: > 0 } => option.DefaultComponent,
        { Default: string { Length: > 0 } text } => text,
        _ => SpecNodes.Default(option)?.ToJsonString() ?? "null",
    };

    private static string OrAny(string range) => range.Length == 0 ? " of any size" : range;

    private static string Range(OptionDeclaration option)
    {
        if (option.Min == option.Max)
        {
            return $" that is {Text(option.Min)}";
        }

        var (hasMin, hasMax) = (!double.IsNegativeInfinity(option.Min), !double.IsPositiveInfinity(option.Max));
        var lower = (option.MinExclusive ? "more than " : "at least ") + Text(option.Min);
        var upper = (option.MaxExclusive ? "less than " : "at most ") + Text(option.Max);
        return (hasMin, hasMax) switch
        {
            (true, true) when !option.MinExclusive && !option.MaxExclusive => $" from {Text(option.Min)} to {Text(option.Max)}",
            (true, true) => $" of {lower} and {upper}",
            (true, false) => $" of {lower}",
            (false, true) => $" of {upper}",
            _ => "",
        };
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
