using System.Text.Json.Nodes;
using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Studies;

/// <summary>Turns a question into a spec, and the spec into a plan with its cost.</summary>
internal sealed class StudyPlanner(Estimator estimator, ExperimentStore experiments, ComponentCatalog catalog)
{
    /// <summary>Tag of experiments that came from the planner.</summary>
    public const string Tag = "study";

    /// <summary>Works out what the study would do.</summary>
    /// <exception cref="LotteryLabException">The question does not make a spec, or cannot be planned here; the message says why.</exception>
    public async Task<StudyPlan> PlanAsync(StudyQuestion question, CancellationToken cancellation)
    {
        var spec = await SpecAsync(question, cancellation);
        var work = await estimator.PlanAsync(spec, cancellation);
        return StudyPlan.Of(work, await estimator.EstimateAsync(work, cancellation), Rows(spec));
    }

    /// <summary>The spec of the study.</summary>
    /// <exception cref="LotteryLabException">The recipe is unknown, a method cannot stand in a grid, or the spec is refused.</exception>
    public async Task<ExperimentSpec> SpecAsync(StudyQuestion question, CancellationToken cancellation)
    {
        if (question.Problems.Count > 0)
        {
            throw Refused(string.Join(' ', question.Problems), "Correct it above.");
        }

        var recipe = await RecipeAsync(question.Base, cancellation);
        var known = StudyMethods.All(catalog);
        var methods = new JsonArray();
        foreach (var name in question.Methods)
        {
            var entry = known.FirstOrDefault(entry => entry.Name == name)
                ?? throw Refused($"The method '{name}' is unknown or cannot aim at densities.", $"Choose among {string.Join(", ", known.Select(entry => entry.Name))}.");
            if (question.DensitiesOf(name) is { Count: > 0 } densities)
            {
                methods.Add((JsonNode)StudyMethods.Node(entry, densities, recipe.Method));
            }
        }

        if (methods.Count == 0)
        {
            throw Refused("The grid has no cell.", "Choose at least one method and leave at least one of its cells in.");
        }

        var root = SpecWriter.ToNode(recipe with { Controls = [], Evaluations = [], Replicates = question.Replicates });
        root["name"] = question.Text.Length > 0 ? question.Text : $"{string.Join(", ", question.Methods)} on {recipe.Architecture.Name}";
        root["tags"] = new JsonArray(Tag);
        root["method"] = new JsonObject { ["name"] = "shelf", ["methods"] = methods };
        root["controls"] = new JsonArray([.. question.Controls.Select(control => (JsonNode)control)]);
        return new SpecReader(catalog).Read(root.ToJsonString());
    }

    /// <summary>Architecture, data set and training of a preset or of an experiment that is here.</summary>
    /// <exception cref="LotteryLabException">There is none.</exception>
    public async Task<ExperimentSpec> RecipeAsync(string id, CancellationToken cancellation)
    {
        if (PresetCatalog.Default.All.FirstOrDefault(preset => preset.Id == id) is { } preset)
        {
            return preset.Spec;
        }

        return await experiments.FindAsync(id, cancellation) is { } detail && new SpecReader(catalog).TryRead(detail.SpecText, out _) is { } spec
            ? spec
            : throw Refused("The recipe is neither a preset nor an experiment of this laboratory.", "Choose another one.");
    }

    /// <summary>Rows of a study's grid by branch; empty when the spec is no study.</summary>
    public static IReadOnlyDictionary<string, StudyRow> Rows(ExperimentSpec spec)
    {
        if (spec.Method.Options is not ShelfOptions shelf)
        {
            return new Dictionary<string, StudyRow>();
        }

        var names = ShelfMethod.BranchNames(shelf.Methods);
        return shelf.Methods.Select((method, i) => (Branch: names[i], Densities: DensitiesOf(method)))
            .Where(row => row.Densities.Count > 0)
            .ToDictionary(row => row.Branch, row => new StudyRow(row.Branch, row.Densities), StringComparer.Ordinal);
    }

    private static IReadOnlyList<double> DensitiesOf(ComponentSpec method)
    {
        var options = SpecWriter.OptionsToNode(method.Options);
        return [.. ((options["densities"] ?? options["targetDensities"]) as JsonArray ?? []).Select(density => (double)density!)];
    }

    private static LotteryLabException Refused(string problem, string fix) => new("study.refused", problem, fix);
}
