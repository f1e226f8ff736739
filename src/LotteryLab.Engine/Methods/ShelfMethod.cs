using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods;

/// <summary>Options of <see cref="ShelfMethod"/>.</summary>
public sealed record ShelfOptions : IComponentGroup
{
    /// <summary>What stands side by side.</summary>
    [Option("Methods to compare, each with its options; the same method may occur several times with different ones.", Component = "method", MaxLength = 64)]
    public IReadOnlyList<ComponentSpec> Methods { get; init; } = [];

    /// <inheritdoc/>
    IReadOnlyList<ComponentSpec> IComponentGroup.Members => Methods;
}

/// <summary>Several methods as one experiment, each a branch of its own; what they have in common is done once.</summary>
public sealed class ShelfMethod : PruningMethod<ShelfOptions>, ISpecCheck
{
    private const int LongestName = 60;

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "shelf",
        "The shelf: methods side by side",
        "Runs several methods on the same network, data and seeds and reports them on the same axes: accuracy against density and against the cost of getting there. Steps that methods share, such as the dense training, are done once.")
    {
        KnownFailures = ["Methods are compared with one recipe for all: one that needs another learning rate or length looks worse than it is."],
    };

    /// <inheritdoc/>
    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        var methods = ((ShelfOptions)options).Methods;
        if (methods.Count == 0)
        {
            yield return new SpecProblem(".methods", "[]", "A shelf without methods compares nothing.", "at least one method");
        }

        for (var i = 0; i < methods.Count; i++)
        {
            if (methods[i].Name == Descriptor.Name)
            {
                yield return new SpecProblem($".methods[{i}]", methods[i].Name, "A shelf cannot stand on a shelf.", "any other method");
            }
        }
    }

    /// <summary>Branch names: the method's name, and what tells it from others of the same name.</summary>
    public static IReadOnlyList<string> BranchNames(IReadOnlyList<ComponentSpec> methods)
    {
        var names = new List<string>();
        foreach (var method in methods)
        {
            var name = Distinguish(method, [.. methods.Where(other => other.Name == method.Name)]);
            name = name.Length <= LongestName ? name : method.Name;
            var unique = name;
            for (var number = 2; names.Contains(unique); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            }

            names.Add(unique);
        }

        return names;
    }

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, ShelfOptions options)
    {
        var names = BranchNames(options.Methods);
        for (var i = 0; i < names.Count; i++)
        {
            plan.Catalog.Find<IPruningMethod>(options.Methods[i].Name).Unfold(plan.InBranch(Branch.Of(names[i])), options.Methods[i].Options);
        }
    }

    private static string Distinguish(ComponentSpec method, IReadOnlyList<ComponentSpec> alike)
    {
        var all = alike.Select(other => SpecNodes.Component(other, SpecDetail.Identity)).ToList();
        var own = SpecNodes.Component(method, SpecDetail.Identity);
        var name = new StringBuilder(method.Name);
        foreach (var (option, value) in own.Where(member => member.Key != "name"))
        {
            var text = CanonicalJson.Write(value);
            if (all.Any(other => !other.TryGetPropertyValue(option, out var theirs) || CanonicalJson.Write(theirs) != text))
            {
                name.Append('-').Append(Words(option, value));
            }
        }

        return name.ToString();
    }

    // Words speak for themselves (rigl-uniform); numbers and lengths need the name of their option (imp-rewind-to-100it).
    private static string Words(string option, JsonNode? value) => value switch
    {
        JsonObject component when component["name"] is { } chosen => Slug((string)chosen!),
        JsonValue text when text.TryGetValue<string>(out var word) && !TrainingLength.TryParse(word, out _) => Slug(word),
        JsonValue truth when truth.TryGetValue<bool>(out var isOn) => isOn ? Slug(option) : $"no-{Slug(option)}",
        JsonValue number => $"{Slug(option)}-{Slug(number.ToString())}",
        _ => Slug(option),
    };

    private static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                slug.Append('-').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                slug.Append(char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-');
            }
        }

        return slug.ToString().Trim('-');
    }
}
