using System.Text.Json;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.MicroBench;

/// <summary>One evaluation point: the record, its JSON, and the line in the file.</summary>
public class JournalWriting
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly EvaluationPoint Point = new(12_300, 1.2e-3, 0.0123456789, 0.123456789, 0.98, 0.234567891, 0.981);
    private string path = "";
    private JournalWriter journal = null!;

    [GlobalSetup]
    public void Setup()
    {
        path = Path.Combine(Path.GetTempPath(), $"lotterylab-micro-{Guid.NewGuid():N}.jsonl");
        journal = new JournalWriter(path);
    }

    [Benchmark]
    public JsonObject Serialise() => JsonSerializer.SerializeToNode(Point, Format)!.AsObject();

    [Benchmark]
    public void Append() => journal.Append("evaluation", JsonSerializer.SerializeToNode(Point, Format)!.AsObject());

    [GlobalCleanup]
    public void Cleanup()
    {
        journal.Dispose();
        File.Delete(path);
    }
}
