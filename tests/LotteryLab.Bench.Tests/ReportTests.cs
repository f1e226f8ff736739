using System.Text.Json.Nodes;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Reporting;

namespace LotteryLab.Bench.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Markdown_Row_HasTimesRatiosAimsAndVerdicts()
    {
        var text = MarkdownReport.Write(Report("lenet-b60"));
        Assert.Contains("| LeNet-300-100, batch 60, Adam, one thread | 1 | 1.00 (1.00–1.00) [1.00] | 2.00 (2.00–2.00) [2.00] | 3.00 (3.00–3.00) [3.00] | 0.600 (0.600–0.600) | 2.00 (2.00–2.00), ≥ 1.5 **met** | 3.00 (3.00–3.00), ≥ 4 **missed** | 60.0 % (60.0 %–60.0 %), ≥ 50 % **met** |", text, StringComparison.Ordinal);
        Assert.Contains("| lenet-300-100, batch 60, Adam | 1 | 67.6 | 10.0 | 20.0 | 30.0 | 0.600 | 3.33 | 40.0 | 1.69 |", text, StringComparison.Ordinal);
        Assert.Contains("OMP_NUM_THREADS=1", text, StringComparison.Ordinal);
        Assert.Contains("Commit abc-dirty", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sparsity", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_EveryRow_StandsInExactlyOneTable()
    {
        var text = MarkdownReport.Write(Report([.. BenchCase.All.Select(row => row.Name)]));
        foreach (var group in BenchCase.All.GroupBy(row => row.Title))
        {
            // Rows of speed take one line, the others one a comparison.
            var expected = group.Sum(row => row.Aims.Any(aim => aim.Quantity == Quantity.Speed) ? 1 : row.Aims.Count);
            Assert.Equal(expected, text.Split('\n').Count(line => line.StartsWith($"| {group.Key} |", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Markdown_BusyMachine_BeginsWithAWarning()
    {
        var busy = Report("lenet-b60") with { Load = new MachineLoad(2.5, 3, 0.4) };
        Assert.Contains("**The machine was not idle: other programs took 40.0 %", MarkdownReport.Write(busy), StringComparison.Ordinal);
        Assert.DoesNotContain("not idle", MarkdownReport.Write(Report("lenet-b60")), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_Quick_SaysSo() => Assert.Contains("**Quick:", MarkdownReport.Write(Report("lenet-b60") with { IsQuick = true }), StringComparison.Ordinal);

    [Fact]
    public void Json_HoldsEveryRunAndFinding()
    {
        var json = JsonNode.Parse(JsonReport.Write(Report("lenet-b60", "replicate-memory")))!;
        Assert.Equal(JsonReport.Schema, (int)json["schema"]!);
        Assert.Equal("abc-dirty", (string?)json["commit"]);
        Assert.Equal(3, (int)json["pairs"]!);
        var row = json["cases"]![0]!;
        Assert.Equal("lenet-b60", (string?)row["name"]);
        Assert.Equal("ours", (string?)row["subject"]);
        Assert.Equal(3, row["runs"]!["script"]!.AsArray().Count);
        Assert.Equal(1, (double)row["runs"]!["ours"]![0]!["wallSeconds"]!);
        var finding = row["findings"]![1]!;
        Assert.Equal("speed", (string?)finding["quantity"]);
        Assert.Equal("script", (string?)finding["against"]);
        Assert.Equal("missed", (string?)finding["verdict"]);
        Assert.Equal(4, (double)finding["aim"]!);
        // One thread has no neighbour to be compared with.
        Assert.Null(json["cases"]![1]!["findings"]![0]!["median"]);
    }

    [Fact]
    public void Save_WritesBothFiles()
    {
        var folder = Directory.CreateTempSubdirectory("lotterylab-bench-");
        try
        {
            var path = Report("lenet-b60").Save(folder.FullName);
            Assert.Equal("20260102-030405.md", Path.GetFileName(path));
            Assert.True(File.Exists(path));
            Assert.True(File.Exists(Path.ChangeExtension(path, ".json")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchReport Report(params string[] names) => new()
    {
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromMinutes(3),
        Commit = "abc-dirty",
        Machine = new MachineFacts("Some processor", 2, ["avx2"], 8L << 30, "Linux"),
        Load = new MachineLoad(0.1, 1, 0.01),
        Pairs = 3,
        IsQuick = false,
        WorkerDataset = "glyphs",
        Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
        Cases = [.. names.Select(name => Result(BenchCase.Find(name)))],
    };

    private static CaseResult Result(BenchCase row) => new(row, row.Contenders.ToDictionary(contender => contender, contender =>
    {
        var seconds = contender switch { Contender.Bare => 2, Contender.Script => 3, Contender.Floor => 0.6, _ => 1.0 };
        return (IReadOnlyList<Measurement>)[.. Enumerable.Repeat(Runs.Of(seconds, 1000), 3)];
    }));
}
