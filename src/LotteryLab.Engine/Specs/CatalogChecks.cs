using System.Text.Json;
using System.Text.RegularExpressions;

namespace LotteryLab.Engine.Specs;

/// <summary>What every component must fulfil; a failure stops the start and names its author's mistake.</summary>
internal static partial class CatalogChecks
{
    public static void Run(ComponentCatalog catalog)
    {
        foreach (var entry in catalog.All)
        {
            CheckDescriptor(entry);
            foreach (var option in entry.Options)
            {
                CheckOption(catalog, entry, option);
            }
        }
    }

    private static void CheckDescriptor(CatalogEntry entry)
    {
        var type = entry.Component.GetType().Name;
        var descriptor = entry.Component.Descriptor;

        // Dashes are the rule; underscores stay possible for names that a paper or its code fixed, such as set_original.
        if (!NamePattern().IsMatch(descriptor.Name))
        {
            throw new CatalogException($"{type} is named '{descriptor.Name}'.", "Names are lower-case words of letters and digits joined by dashes.");
        }

        if (string.IsNullOrWhiteSpace(descriptor.Title) || string.IsNullOrWhiteSpace(descriptor.Summary))
        {
            throw new CatalogException($"{type} has no title or no summary.", "People choose it by them: write both.");
        }
    }

    private static void CheckOption(ComponentCatalog catalog, CatalogEntry entry, OptionDeclaration option)
    {
        var place = $"The option '{option.Name}' of {ComponentCatalog.WordFor(entry.Contract)} '{entry.Name}'";
        if (option.Name == "name")
        {
            throw new CatalogException($"{place} hides the name of the component.", "Call it something else.");
        }

        if (option.Min > option.Max || option.MinLength > option.MaxLength)
        {
            throw new CatalogException($"{place} has a range without values.", "Put Min below Max.");
        }

        if (option.IsRequired || (option.IsNullable && option.Default is null))
        {
            return;
        }

        if (option.Default is null && option.DefaultComponent.Length == 0)
        {
            throw new CatalogException($"{place} has null as its default.", "Give it a value, or make the property nullable.");
        }

        CheckDefault(catalog, place, option);
    }

    private static void CheckDefault(ComponentCatalog catalog, string place, OptionDeclaration option)
    {
        // The reader itself judges the default, so a form that is sent back untouched can never be refused.
        var problems = new ProblemList();
        try
        {
            var written = option.DefaultComponent.Length > 0
                ? JsonSerializer.SerializeToElement(option.DefaultComponent)
                : JsonSerializer.SerializeToElement(SpecNodes.Value(option.Default, SpecDetail.Everything));
            new SpecValueReader(catalog, problems).Read(option, written, option.Name);
        }
        catch (ArgumentException)
        {
            throw new CatalogException($"{place} has a default that JSON cannot say.", "Use a finite number, or a nullable property for \"not set\".");
        }

        if (problems.All.FirstOrDefault() is { } problem)
        {
            throw new CatalogException($"{place} has a default that it refuses: {problem.Message}", "Change the default or the range.");
        }
    }

    [GeneratedRegex("^[a-z0-9]+([-_][a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
