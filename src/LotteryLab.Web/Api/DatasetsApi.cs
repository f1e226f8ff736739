using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Datasets;
using LotteryLab.Web.Security;

namespace LotteryLab.Web.Api;

/// <summary><c>/api/datasets</c>: what the data sets are, where each stands, and fetching, reading and importing them.</summary>
internal static class DatasetsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/datasets").WithTags("datasets").RequireAuthorization(Access.View);
        group.MapGet("", (ComponentCatalog catalog, DatasetDesk desk) => desk.All().Select(status => DatasetEntry.Of(catalog, status))).WithSummary("All data sets and where each stands");
        group.MapGet("/{name}", (string name, ComponentCatalog catalog, DatasetDesk desk) => DatasetEntry.Of(catalog, desk.Find(name))).WithSummary("One data set: options, licence, state, what it holds");
        group.MapGet("/{name}/samples.png", Samples).WithSummary("Some of its training images").Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{name}/download", (string name, DatasetDesk desk) => Results.Accepted($"/api/datasets/{name}", desk.Download(name)))
            .WithSummary("Fetch what is missing; a broken download goes on where it stopped").Produces<DatasetStatus>(StatusCodes.Status202Accepted).RequireAuthorization(Access.Research);
        group.MapPost("/{name}/verify", (string name, DatasetDesk desk) => Results.Accepted($"/api/datasets/{name}", desk.Verify(name)))
            .WithSummary("Read everything and compare with the published sums").Produces<DatasetStatus>(StatusCodes.Status202Accepted).RequireAuthorization(Access.Research);
        group.MapPost("/{name}/cancel", (string name, DatasetDesk desk) => desk.Cancel(name) ? Results.NoContent() : ApiProblem.Of("dataset.idle", "Nothing is being done with this data set.", "There is nothing to stop.", StatusCodes.Status409Conflict))
            .WithSummary("Stop a download or a reading; what is there is kept").Produces(StatusCodes.Status204NoContent).RequireAuthorization(Access.Research);
        group.MapPost("/{name}/import", ImportAsync)
            .WithSummary("Copy files that lie on the server into the data folder").Produces<DatasetStatus>(StatusCodes.Status202Accepted).RequireAuthorization(Access.Administer);
    }

    private static IResult Samples(string name, DatasetDesk desk, DatasetReports reports) =>
        desk.Find(name).Report?.Content is not null && reports.FindSheet(name) is { } path
            ? Results.File(path, "image/png", lastModified: File.GetLastWriteTimeUtc(path))
            : ApiProblem.Of("dataset.not-found", "There is no picture of this data set yet.", "Download and verify the data set first.", StatusCodes.Status404NotFound);

    private static async Task<IResult> ImportAsync(string name, ImportFolder folder, DatasetImport import, DatasetDesk desk, CancellationToken cancellation)
    {
        await import.CopyAsync(name, folder.Path, cancellation);
        return Results.Accepted($"/api/datasets/{name}", desk.Verify(name));
    }
}

/// <summary>A folder on the server.</summary>
/// <param name="Path">Full path.</param>
internal sealed record ImportFolder(string Path);

/// <summary>A data set: what a spec can say about it, and where it stands.</summary>
/// <param name="Name">Name in specs.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Licence">Licence and origin.</param>
/// <param name="Papers">Where it comes from.</param>
/// <param name="KnownFailures">How it misleads.</param>
/// <param name="Options">Its options.</param>
/// <param name="Status">Where it stands.</param>
internal sealed record DatasetEntry(string Name, string Title, string Summary, string Licence, IReadOnlyList<Paper> Papers, IReadOnlyList<string> KnownFailures, IReadOnlyList<OptionDescription> Options, DatasetStatus Status)
{
    public static DatasetEntry Of(ComponentCatalog catalog, DatasetStatus status)
    {
        var entry = catalog.Entry(typeof(IDatasetSource), status.Name);
        var component = ComponentDescription.Of(entry);
        return new DatasetEntry(component.Name, component.Title, component.Summary, ((IDatasetSource)entry.Component).Licence, component.Papers, component.KnownFailures, component.Options, status);
    }
}
