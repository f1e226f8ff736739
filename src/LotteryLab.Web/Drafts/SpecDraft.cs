using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Drafts;

/// <summary>A spec while a person writes it: a JSON tree that the form and the JSON text beside it both edit, and what is wrong with it.</summary>
public sealed class SpecDraft
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SpecReader reader;

    /// <summary>Starts from a spec.</summary>
    public SpecDraft(ComponentCatalog catalog, ExperimentSpec start)
    {
        Catalog = catalog;
        reader = new SpecReader(catalog);
        Root = SpecWriter.ToNode(start);
        Check();
    }

    /// <summary>Heard after every change.</summary>
    public event Action? Changed;

    /// <summary>Everything that a spec can name.</summary>
    public ComponentCatalog Catalog { get; }

    /// <summary>The tree; edit it through <see cref="Set"/>.</summary>
    public JsonObject Root { get; private set; }

    /// <summary>The spec, or null while something is wrong.</summary>
    public ExperimentSpec? Spec { get; private set; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; private set; } = [];

    /// <summary>Grows with every change that did not come from a single field, so that fields show the new values.</summary>
    public int Generation { get; private set; }

    /// <summary>The draft as text.</summary>
    public string Text => Root.ToJsonString(Indented);

    /// <summary>Puts a value into one of the tree's objects; a null removes it, so that the default counts again.</summary>
    public void Set(JsonObject parent, string name, JsonNode? value)
    {
        if (value is null)
        {
            parent.Remove(name);
        }
        else
        {
            parent[name] = value;
        }

        Check();
        Changed?.Invoke();
    }

    /// <summary>Takes an edited text over. False, with the sentence in <paramref name="problem"/>, when it is no JSON object; the draft then stays as it was.</summary>
    public bool TryReplace(string text, out string problem)
    {
        problem = "";
        if (text.Length > SpecReader.LongestText)
        {
            problem = $"The text is longer than {SpecReader.LongestText} characters.";
            return false;
        }

        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = SpecReader.DeepestNesting, AllowDuplicateProperties = false });
            if (node is not JsonObject root)
            {
                problem = "A spec is one JSON object.";
                return false;
            }

            Root = Complete(root);
        }
        catch (JsonException mistake)
        {
            problem = mistake.LineNumber is { } line ? $"The text is not JSON: look at line {line + 1}." : "The text is not JSON.";
            return false;
        }

        Generation++;
        Check();
        Changed?.Invoke();
        return true;
    }

    /// <summary>Chooses a component: its options start at their defaults.</summary>
    public void Choose(JsonObject parent, OptionDeclaration option, string name)
    {
        if (Catalog.TryFind(option.Contract!, name) is { } entry)
        {
            Generation++;
            Set(parent, option.Name, NodeOf(entry));
        }
    }

    /// <summary>Adds a component to a list, or takes it out.</summary>
    public void Toggle(JsonObject parent, OptionDeclaration option, CatalogEntry entry, bool isIn)
    {
        var list = parent[option.Name] is JsonArray known ? (JsonArray)known.DeepClone() : [];
        foreach (var item in list.Where(item => NameOf(item) == entry.Name).ToList())
        {
            list.Remove(item);
        }

        if (isIn)
        {
            list.Add((JsonNode)NodeOf(entry));
        }

        Generation++;
        Set(parent, option.Name, list);
    }

    /// <summary>Problems at a place of the tree itself, not below it.</summary>
    public IEnumerable<SpecProblem> ProblemsAt(string path) => Problems.Where(problem => problem.Path == path || problem.Path.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>Number of problems at or below a place.</summary>
    public int CountBelow(string path) => Problems.Count(problem => problem.Path == path || problem.Path.StartsWith(path + ".", StringComparison.Ordinal) || problem.Path.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>Name of a component in the tree, which may be a bare text.</summary>
    public static string NameOf(JsonNode? node) => node switch
    {
        JsonObject component when component["name"] is JsonValue name && name.TryGetValue<string>(out var text) => text,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => "",
    };

    private static JsonObject NodeOf(CatalogEntry entry)
    {
        var node = new JsonObject { ["name"] = entry.Name };
        foreach (var (name, value) in SpecWriter.OptionsToNode(entry.WithDefaults().Options))
        {
            node[name] = value?.DeepClone();
        }

        return node;
    }

    // A text that leaves options out shows their defaults in the form, as a launch would use them.
    private JsonObject Complete(JsonObject root) => reader.TryRead(root.ToJsonString(), out _) is { } spec ? SpecWriter.ToNode(spec) : root;

    private void Check()
    {
        Spec = reader.TryRead(Root.ToJsonString(), out var problems);
        Problems = problems;
    }
}
