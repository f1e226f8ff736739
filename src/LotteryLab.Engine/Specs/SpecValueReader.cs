using System.Text.Json;

namespace LotteryLab.Engine.Specs;

/// <summary>
/// Reads JSON into options records, guided by their declarations. A wrong value is reported and its default stands in, so that one
/// reading finds every problem.
/// </summary>
internal sealed class SpecValueReader(ComponentCatalog catalog, ProblemList problems)
{
    private readonly List<(string Path, IComponent Component, ComponentSpec Spec)> sound = [];

    /// <summary>Components whose own options were read without a problem, for the checks of combinations.</summary>
    public IReadOnlyList<(string Path, IComponent Component, ComponentSpec Spec)> SoundComponents => sound;

    /// <summary>Whether every required value could be read; otherwise no record may be looked at as a whole.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads a group of options into a new record.</summary>
    public object? ReadRecord(Type type, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            var owner = path.Length == 0 ? "The spec" : $"'{path}'";
            problems.Add(path, element, $"{owner} must be a JSON object.", "{ … }");
            return null;
        }

        var record = OptionReflection.NewInstance(type);
        var fields = new SpecFields(element, path, problems);
        Fill(record, OptionDeclaration.Of(type), fields, path);
        fields.RefuseRest(path.Length == 0 ? "A spec" : $"'{path}'");
        return record;
    }

    /// <summary>Reads the value of one option; null with a problem when it is wrong, null without when "not set" is allowed.</summary>
    public object? Read(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!option.IsNullable)
            {
                problems.Add(path, element, $"'{option.Name}' cannot be null.", OptionLanguage.Allowed(option));
            }

            return null;
        }

        return option.Kind switch
        {
            OptionKind.Record => ReadRecord(option.Property.PropertyType, element, path),
            OptionKind.Component => ReadComponent(option.Contract!, element, path),
            OptionKind.ComponentList => ReadComponents(option, element, path),
            _ => new PlainValueReader(problems).Read(option, element, path),
        };
    }

    private void Fill(object record, IReadOnlyList<OptionDeclaration> options, SpecFields fields, string path)
    {
        foreach (var option in options)
        {
            var place = SpecFields.Below(path, option.Name);
            if (fields.Take(option.Name) is { } element)
            {
                var before = problems.All.Count;
                var value = Read(option, element, place);
                if (value is not null || (option.IsNullable && problems.All.Count == before))
                {
                    option.Property.SetValue(record, value);
                    continue;
                }
            }
            else if (option.IsRequired)
            {
                problems.Add(place, null, $"'{option.Name}' is missing.", OptionLanguage.Allowed(option));
            }

            UseDefault(record, option);
        }
    }

    private void UseDefault(object record, OptionDeclaration option)
    {
        if (option.IsRequired)
        {
            IsComplete = false;
        }
        else if (option.DefaultComponent.Length > 0)
        {
            option.Property.SetValue(record, catalog.Entry(option.Contract!, option.DefaultComponent).WithDefaults());
        }
    }

    private ComponentSpec? ReadComponent(Type contract, JsonElement element, string path)
    {
        var word = ComponentCatalog.WordFor(contract);
        if (element.ValueKind == JsonValueKind.String)
        {
            // A bare name is short for an object that has only the name.
            using var empty = JsonDocument.Parse("{}");
            return FindComponent(contract, element, path) is { } named ? FillComponent(named, new SpecFields(empty.RootElement, path, problems), path) : null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, element, $"A component ({word}) is its name, or an object with its name and options.", Names(contract));
            return null;
        }

        var fields = new SpecFields(element, path, problems);
        var place = SpecFields.Below(path, "name");
        if (fields.Take("name") is not { } name)
        {
            problems.Add(place, null, $"The name of the component ({word}) is missing.", Names(contract));
            return null;
        }

        if (name.ValueKind != JsonValueKind.String)
        {
            problems.Add(place, name, $"The name of the component ({word}) must be a text.", Names(contract));
            return null;
        }

        return FindComponent(contract, name, place) is { } entry ? FillComponent(entry, fields, path) : null;
    }

    private CatalogEntry? FindComponent(Type contract, JsonElement element, string path)
    {
        var name = element.GetString()!;
        if (catalog.TryFind(contract, name) is { } entry)
        {
            return entry;
        }

        var nearest = NearestName.Find(name, catalog.Entries(contract).Select(known => known.Name));
        var suggestion = nearest is null ? "" : $" Did you mean '{nearest}'?";
        problems.Add(path, element, $"There is no {ComponentCatalog.WordFor(contract)} {ProblemList.Quote(name)}.{suggestion}", Names(contract));
        return null;
    }

    private ComponentSpec FillComponent(CatalogEntry entry, SpecFields fields, string path)
    {
        var before = problems.All.Count;
        var spec = entry.WithDefaults();
        fields.Take("name");
        Fill(spec.Options, entry.Options, fields, path);
        fields.RefuseRest($"'{entry.Name}'");
        if (problems.All.Count == before)
        {
            sound.Add((path, entry.Component, spec));
        }

        return spec;
    }

    private List<ComponentSpec>? ReadComponents(OptionDeclaration option, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > option.MaxLength)
        {
            problems.Add(path, element, $"'{option.Name}' must be a list of at most {option.MaxLength} components.", OptionLanguage.Allowed(option));
            return null;
        }

        var components = new List<ComponentSpec>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            var before = problems.All.Count;
            if (ReadComponent(option.Contract!, item, place) is { } component)
            {
                components.Add(component);
                if (problems.All.Count == before && !seen.Add(CanonicalJson.OfComponent(component)))
                {
                    problems.Add(place, item, $"'{component.Name}' is listed twice with the same options.", "each once, or with different options");
                }
            }
        }

        return components;
    }

    private string Names(Type contract) => string.Join(", ", catalog.Entries(contract).Select(entry => entry.Name));
}
