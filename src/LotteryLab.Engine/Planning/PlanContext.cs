using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>What planning needs besides the spec. Planning never touches a tensor.</summary>
/// <param name="Catalog">Everything that a spec can name.</param>
/// <param name="DataFolder">Where data files are looked for; their fingerprints go into step keys.</param>
/// <param name="Numerics">LibTorch version, device kind and, on the CPU, the library of matrix products, for example <c>libtorch-1.13.1/cpu-onednn-avx512</c>.</param>
public sealed record PlanContext(ComponentCatalog Catalog, DatasetFolder DataFolder, string Numerics);
