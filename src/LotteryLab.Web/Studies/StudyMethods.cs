using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Web.Studies;

/// <summary>Which methods can aim at given densities, and how each is told to.</summary>
internal static class StudyMethods
{
    // Every method that aims at densities has one of these options.
    private static readonly string[] DensityOptions = ["densities", "targetDensities"];

    /// <summary>Methods that can stand in a grid, in the order of the library.</summary>
    public static IReadOnlyList<CatalogEntry> All(ComponentCatalog catalog) =>
        [.. catalog.Entries(typeof(IPruningMethod)).Where(entry => OptionOf(entry) is not null)];

    /// <summary>The method with its densities as a spec has it. Where the recipe's own method is the same, its other options are kept.</summary>
    public static JsonObject Node(CatalogEntry entry, IReadOnlyList<double> densities, ComponentSpec recipe)
    {
        var options = recipe.Name == entry.Name ? recipe : entry.WithDefaults();
        var node = new JsonObject { ["name"] = entry.Name };
        foreach (var (name, value) in SpecWriter.OptionsToNode(options.Options))
        {
            node[name] = value?.DeepClone();
        }

        node[OptionOf(entry)!] = new JsonArray([.. densities.Select(density => (JsonNode)density)]);
        if (options.Options is ImpOptions { Rule: "layerwise" or "sparse_global" })
        {
            // These rules prune a share per round and cannot aim at a density.
            node["rule"] = "exact_k";
            node.Remove("convolutionRate");
        }

        return node;
    }

    private static string? OptionOf(CatalogEntry entry) => entry.Options.FirstOrDefault(option => DensityOptions.Contains(option.Name))?.Name;
}
