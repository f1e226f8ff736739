using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Web.Library;

/// <summary>The engine's catalog as shelves that people browse; a component that the engine gains is here without a change.</summary>
internal sealed class ComponentLibrary(ComponentCatalog catalog)
{
    private static readonly IReadOnlyList<(string Path, string Title, string Singular, Type Contract)> Kinds =
    [
        ("methods", "Pruning methods", "pruning method", typeof(IPruningMethod)),
        ("controls", "Controls", "control", typeof(IControl)),
        ("evaluations", "Evaluations", "evaluation", typeof(IEvaluation)),
        ("optimizers", "Optimizers", "optimizer", typeof(IOptimizerComponent)),
        ("schedules", "Learning-rate schedules", "learning-rate schedule", typeof(IScheduleComponent)),
        ("architectures", "Architectures", "architecture", typeof(IArchitecture)),
        ("datasets", "Data sets", "data set", typeof(IDatasetSource)),
    ];

    /// <summary>The shelf at the first segment of an address.</summary>
    public Shelf Shelf(string path)
    {
        var kind = Kinds.Single(kind => kind.Path == path);
        return new Shelf(kind.Path, kind.Title, kind.Singular, catalog.Entries(kind.Contract));
    }
}

/// <summary>Components of one kind.</summary>
/// <param name="Path">First segment of the addresses of its pages.</param>
/// <param name="Title">Heading.</param>
/// <param name="Singular">Word for one of them.</param>
/// <param name="Entries">The components by name.</param>
internal sealed record Shelf(string Path, string Title, string Singular, IReadOnlyList<CatalogEntry> Entries)
{
    /// <summary>Address of a component's page.</summary>
    public string AddressOf(CatalogEntry entry) => $"/{Path}/{entry.Name}";
}
