using System.Globalization;
using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests;

public sealed class RunVerbTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Run_TinyExperiment_ShowsTableAndHonestSentence()
    {
        var (code, output, error) = await fixture.CallAsync("run", fixture.SpecFile, "--out", fixture.Laboratory);
        Assert.True(code == 0, output + error);
        Assert.Contains("5 of 5 rounds finished", output, StringComparison.Ordinal);
        Assert.Contains("Not enough runs for a verdict: n=1", output, StringComparison.Ordinal);
        Assert.Contains("60%", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Again_ReusesEverything()
    {
        await fixture.RunAsync();
        var (_, plan, _) = await fixture.CallAsync("plan", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        var answer = JsonNode.Parse(plan)!;
        Assert.Equal((int)answer["steps"]!, (int)answer["done"]!);
        Assert.Equal(0, (long)answer["iterationsLeft"]!);
        await fixture.RunAsync();
    }

    [Fact]
    public async Task Plan_Unrun_CountsStepsAndEstimates()
    {
        var (code, output, error) = await fixture.CallAsync("plan", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        Assert.True(code == 0, error);
        var plan = JsonNode.Parse(output)!;
        Assert.Equal(0, (int)plan["done"]!);
        Assert.Equal(100, (long)plan["iterationsLeft"]!);
        Assert.True((double)plan["estimatedSeconds"]! > 0);
        Assert.True((long)plan["estimatedBytes"]! > 0);
        Assert.False(Directory.Exists(Path.Combine(fixture.Laboratory, "store")));
    }

    [Fact]
    public async Task RunJson_WritesOneObjectALineAndEndsWithEnd()
    {
        var (code, output, _) = await fixture.CallAsync("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        Assert.Equal(0, code);
        var events = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(5, events.Count(line => (string)line["event"]! == "round"));
        Assert.Equal("end", (string)events[^1]["event"]!);
        Assert.Equal("succeeded", (string)events[^1]["state"]!);
        Assert.All(events, line => Assert.Contains((string)line["event"]!, new[] { "status", "round", "end" }));
        Assert.True(Directory.Exists((string)events[^1]["folder"]!));
    }

    [Fact]
    public async Task Results_CsvAndJson_AreStrictAndAgree()
    {
        await fixture.RunAsync();
        var (_, csv, _) = await fixture.CallAsync("results", fixture.SpecFile, "--lab", fixture.Laboratory, "--csv");
        var lines = csv.TrimEnd('\n').Split('\n');
        var columns = lines[0].Split(',');
        Assert.All(lines, line => Assert.Equal(columns.Length, line.Split(',').Length));
        Assert.Equal(5, lines.Length - 1);

        var (_, json, _) = await fixture.CallAsync("results", fixture.SpecFile, "--lab", fixture.Laboratory, "--json");
        var rows = JsonNode.Parse(json)!["rows"]!.AsArray();
        var mean = Array.IndexOf(columns, "test_accuracy_final_mean_fraction");
        for (var i = 0; i < rows.Count; i++)
        {
            var value = double.Parse(lines[i + 1].Split(',')[mean], NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.InRange(value, 0, 1);
            Assert.Equal((double)rows[i]!["finalTestAccuracy"]!["mean"]!, value);
        }
    }

    [Fact]
    public async Task ListStatusGc_AfterARun_KnowTheExperiment()
    {
        await fixture.RunAsync();
        var (_, list, _) = await fixture.CallAsync("list", "--lab", fixture.Laboratory, "--json");
        var entry = JsonNode.Parse(list)!.AsArray().Single()!;
        Assert.Equal("Tiny", (string)entry["name"]!);
        Assert.Equal("succeeded", (string)entry["state"]!);

        var id = (string)entry["id"]!;
        var (code, status, _) = await fixture.CallAsync("status", id[..6], "--lab", fixture.Laboratory);
        Assert.Equal(0, code);
        Assert.Contains("succeeded", status, StringComparison.Ordinal);

        Directory.Delete((string)entry["folder"]!, recursive: true);
        var (_, dry, _) = await fixture.CallAsync("gc", "--dry-run", "--lab", fixture.Laboratory);
        Assert.DoesNotContain(" 0 artifacts", dry, StringComparison.Ordinal);
        var (_, swept, _) = await fixture.CallAsync("gc", "--lab", fixture.Laboratory);
        Assert.Contains("Deleted", swept, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "store"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Pause_NoWorker_SaysSoInsteadOfLeavingATrap()
    {
        await fixture.RunAsync();
        var (code, _, error) = await fixture.CallAsync("pause", fixture.SpecFile, "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("No worker runs", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_FinishedExperiment_RunsItsStoredSpec()
    {
        await fixture.RunAsync();
        var folder = Directory.EnumerateDirectories(Path.Combine(fixture.Laboratory, "experiments")).Single();
        var (code, output, error) = await fixture.CallAsync("resume", folder);
        Assert.True(code == 0, error);
        Assert.Contains("5 of 5 rounds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_UnknownExperiment_GivesTwo()
    {
        var (code, _, error) = await fixture.CallAsync("results", fixture.SpecFile, "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("has not been run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_Json_HoldsEveryFindingWithAFixForProblems()
    {
        var (code, output, _) = await fixture.CallAsync("doctor", "--json", "--lab", fixture.Laboratory);
        var findings = JsonNode.Parse(output)!.AsArray();
        var problems = findings.Where(finding => (string)finding!["state"]! == "problem").ToList();
        Assert.Equal(problems.Count == 0 ? 0 : ExitCode.ProblemsFound, code);
        Assert.All(problems, problem => Assert.NotEmpty((string)problem!["fix"]!));
        foreach (var subject in new[] { "program", "LibTorch", "numerics", "speed", "threads", "GPU", "data set mnist", "laboratory" })
        {
            Assert.Contains(findings, finding => (string)finding!["subject"]! == subject);
        }
    }
}
