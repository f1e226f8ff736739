using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Specs;

/// <summary>How much of a spec is written.</summary>
internal enum SpecDetail
{
    /// <summary>Everything, defaults and annotations too: for people.</summary>
    Everything,

    /// <summary>Only what makes the experiment what it is: no annotations, and nothing that holds its default.</summary>
    Identity,
}

/// <summary>Turns specs and options records into JSON trees, guided by the same declarations that read them.</summary>
internal static class SpecNodes
{
    /// <summary>Members of an options record.</summary>
    public static JsonObject Record(object record, SpecDetail detail)
    {
        var node = new JsonObject();
        AddMembers(node, record, detail);
        return node;
    }

    /// <summary>Name and options of a component, side by side.</summary>
    public static JsonObject Component(ComponentSpec component, SpecDetail detail)
    {
        var node = new JsonObject { ["name"] = component.Name };
        AddMembers(node, component.Options, detail);
        return node;
    }

    /// <summary>What an option holds when it is not given; null also where it must be given.</summary>
    public static JsonNode? Default(OptionDeclaration option) => option.DefaultComponent.Length > 0 ? option.DefaultComponent : Value(option.Default, SpecDetail.Everything);

    /// <summary>Value of one option.</summary>
    public static JsonNode? Value(object? value, SpecDetail detail) => value switch
    {
        null => null,
        double number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        string text => JsonValue.Create(text),
        TrainingLength length => JsonValue.Create(length.ToString()),
        ComponentSpec component => Component(component, detail),
        IEnumerable<ComponentSpec> components => ComponentList(components, detail),
        IEnumerable<double> numbers => new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]),
        IEnumerable<int> numbers => new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]),
        IEnumerable<string> texts => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        IReadOnlyDictionary<string, double> map => Map(map),
        _ => Record(value, detail),
    };

    private static JsonObject Map(IReadOnlyDictionary<string, double> map)
    {
        var node = new JsonObject();
        foreach (var (key, number) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            node[key] = number;
        }

        return node;
    }

    private static JsonArray ComponentList(IEnumerable<ComponentSpec> components, SpecDetail detail)
    {
        var nodes = components.Select(component => Component(component, detail));

        // Controls and evaluations are sets: the order in which they are written must not make another experiment.
        return detail == SpecDetail.Identity
            ? new JsonArray([.. nodes.OrderBy(node => CanonicalJson.Write(node), StringComparer.Ordinal)])
            : new JsonArray([.. nodes]);
    }

    private static void AddMembers(JsonObject node, object record, SpecDetail detail)
    {
        foreach (var option in OptionDeclaration.Of(record.GetType()))
        {
            var value = option.ValueIn(record);
            if (detail == SpecDetail.Everything || !(option.IsAnnotation || IsDefault(option, value)))
            {
                node[option.Name] = Value(value, detail);
            }
        }
    }

    private static bool IsDefault(OptionDeclaration option, object? value)
    {
        if (option.DefaultComponent.Length > 0 && value is ComponentSpec component)
        {
            return component.Name == option.DefaultComponent && Component(component, SpecDetail.Identity).Count == 1;
        }

        return !option.IsRequired
            && CanonicalJson.Write(Value(value, SpecDetail.Identity)) == CanonicalJson.Write(Value(option.Default, SpecDetail.Identity));
    }
}
