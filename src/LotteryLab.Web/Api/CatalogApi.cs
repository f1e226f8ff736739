using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Api;

/// <summary>What a spec can name: <c>/api/methods</c>, <c>/api/architectures</c> and so on, the presets and the schema of specs.</summary>
internal static class CatalogApi
{
    private static readonly IReadOnlyList<(string Path, Type Contract)> Kinds =
    [
        ("methods", typeof(IPruningMethod)),
        ("architectures", typeof(IArchitecture)),
        ("controls", typeof(IControl)),
        ("evaluations", typeof(IEvaluation)),
        ("optimizers", typeof(IOptimizerComponent)),
        ("schedules", typeof(IScheduleComponent)),
    ];

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("library").RequireAuthorization(Access.View);
        foreach (var (path, contract) in Kinds)
        {
            group.MapGet($"/{path}", (ComponentCatalog catalog) => catalog.Entries(contract).Select(ComponentDescription.Of)).WithSummary($"All {path}");
            group.MapGet($"/{path}/{{name}}", (string name, ComponentCatalog catalog) =>
                catalog.TryFind(contract, name) is { } entry ? Results.Ok(ComponentDescription.Of(entry)) : ApiProblem.NotFound("component")).WithSummary($"One of the {path}");
        }

        group.MapGet("/presets", () => PresetCatalog.Default.All.Select(PresetEntry.Of)).WithSummary("Specs that ship with the program");
        group.MapGet("/presets/{id}", (string id) => PresetCatalog.Default.All.FirstOrDefault(preset => preset.Id == id) is { } preset ? Results.Ok(PresetEntry.Of(preset)) : ApiProblem.NotFound("preset")).WithSummary("One preset");
        group.MapGet("/schema", (ComponentCatalog catalog) => Results.Text(JsonSchema.Text(catalog), "application/schema+json")).WithSummary("JSON schema of specs");
    }
}
