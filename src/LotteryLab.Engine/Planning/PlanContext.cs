using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>What planning needs besides the spec. Planning never touches a tensor.</summary>
/// <param name="Catalog">Everything that a spec can name.</param>
/// <param name="DataFolder">Where data files are looked for; their fingerprints go into step keys.</param>
/// <param name="Numerics">What decides about the last bits; see <see cref="Runtime.Numerics"/>.</param>
public sealed record PlanContext(ComponentCatalog Catalog, DatasetFolder DataFolder, string Numerics)
{
    /// <summary>Trainings that run as one network where they can; 1 trains each alone.</summary>
    public int BatchedReplicates { get; init; } = 1;
}
