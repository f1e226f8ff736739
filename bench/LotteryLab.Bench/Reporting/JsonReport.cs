using System.Text.Json;
using System.Text.Json.Nodes;

namespace LotteryLab.Bench.Reporting;

/// <summary>The report as programs read it; the fields are described in docs/developers/benchmarks.md.</summary>
internal static class JsonReport
{
    /// <summary>Version of the layout; it grows when a field changes its meaning or goes away.</summary>
    public const int Schema = 1;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Write(BenchReport report) => new JsonObject
    {
        ["schema"] = Schema,
        ["startedAt"] = report.StartedAt,
        ["seconds"] = report.Duration.TotalSeconds,
        ["commit"] = report.Commit,
        ["machine"] = Node(report.Machine),
        ["load"] = Node(report.Load),
        ["versions"] = Node(report.Versions),
        ["environment"] = Node(report.Environment),
        ["pairs"] = report.Pairs,
        ["isQuick"] = report.IsQuick,
        ["workerDataset"] = report.WorkerDataset,
        ["cases"] = new JsonArray([.. report.Cases.Select(Case)]),
    }.ToJsonString(Format);

    private static JsonNode? Case(CaseResult result) => new JsonObject
    {
        ["name"] = result.Case.Name,
        ["title"] = result.Case.Title,
        ["workload"] = result.Case.Workload.Name,
        ["subject"] = Node(result.Case.Subject),
        ["unit"] = result.Case.Unit,
        ["findings"] = new JsonArray([.. result.Findings.Select(finding => (JsonNode)new JsonObject
        {
            ["quantity"] = Node(finding.Aim.Quantity),
            ["against"] = Node(finding.Aim.Against),
            ["median"] = Finite(finding.Value.Median),
            ["min"] = Finite(finding.Value.Min),
            ["max"] = Finite(finding.Value.Max),
            ["aim"] = finding.Aim.Bound,
            ["isAtLeast"] = finding.Aim.IsAtLeast,
            ["verdict"] = finding.Verdict,
        })]),
        ["runs"] = Node(result.Runs.ToDictionary(runs => JsonNamingPolicy.CamelCase.ConvertName(runs.Key.ToString()), runs => runs.Value)),
    };

    // JSON has no infinity; on one core a replicate has no neighbour to be compared with.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Format);
}
