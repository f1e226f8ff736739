using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests;

public sealed class SpecVerbTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Validate_BrokenSpec_ListsEveryProblemAndGivesTwo()
    {
        var (code, output, error) = await fixture.CallWithInputAsync("""{"version":2,"nam":1}""", "validate", "-");
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Empty(output);
        Assert.Contains("- version = 2:", error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'name'?", error, StringComparison.Ordinal);
        Assert.Contains("- seed:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Json_SaysThePathsOfProblems()
    {
        var (code, output, _) = await fixture.CallWithInputAsync(CommandLineFixture.Spec.Replace("\"rate\":0.4", "\"rate\":4", StringComparison.Ordinal), "validate", "-", "--json");
        Assert.Equal(ExitCode.BadInput, code);
        var answer = JsonNode.Parse(output)!;
        Assert.False((bool)answer["valid"]!);
        Assert.Equal("method.rate", (string)answer["problems"]!.AsArray().Single()!["path"]!);
    }

    [Fact]
    public async Task Run_NeitherFileNorPreset_SuggestsTheNearest()
    {
        var (code, _, error) = await fixture.CallAsync("run", "frist-ticket", "--lab", fixture.Laboratory);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("first-ticket", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--lanes", "0", "x")]
    [InlineData("run", "--device", "tpu", "x")]
    [InlineData("run", "--unknown", "x")]
    [InlineData("results", "x", "--tolerance", "-1")]
    [InlineData("fly")]
    public async Task AnyVerb_BadOption_GivesTwoWithASentence(params string[] arguments)
    {
        var (code, output, error) = await fixture.CallAsync(arguments);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Presets_WrittenOut_AreValidSpecs()
    {
        var (_, list, _) = await fixture.CallAsync("presets", "--json");
        foreach (var preset in JsonNode.Parse(list)!.AsArray())
        {
            var (_, spec, _) = await fixture.CallAsync("presets", (string)preset!["id"]!);
            var (code, _, error) = await fixture.CallWithInputAsync(spec, "validate", "-");
            Assert.True(code == 0, error);
        }
    }

    [Theory]
    [InlineData("methods", "imp")]
    [InlineData("architectures", "lenet-300-100")]
    [InlineData("datasets", "mnist")]
    [InlineData("controls", "random-reinit")]
    [InlineData("optimizers", "adam")]
    [InlineData("schedules", "cosine")]
    [InlineData("evaluations", null)]
    public async Task Components_TextAndJson_ComeFromTheDeclarations(string verb, string? name)
    {
        var (code, text, _) = await fixture.CallAsync(verb);
        Assert.Equal(0, code);
        var (_, json, _) = await fixture.CallAsync(verb, "--json");
        foreach (var component in JsonNode.Parse(json)!.AsArray())
        {
            Assert.Contains((string)component!["name"]!, text, StringComparison.Ordinal);
            var (oneCode, one, _) = await fixture.CallAsync(verb, (string)component["name"]!);
            Assert.Equal(0, oneCode);
            Assert.All(component["options"]!.AsArray(), option => Assert.Contains((string)option!["help"]!, one, StringComparison.Ordinal));
        }

        Assert.True(name is null || text.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schema_IsJson()
    {
        var (code, output, _) = await fixture.CallAsync("schema");
        Assert.Equal(0, code);
        Assert.NotNull(JsonNode.Parse(output)!["properties"]!["training"]);
    }

    [Fact]
    public async Task Suggest_Verb_CompletesPresets()
    {
        var (code, output, _) = await fixture.CallAsync("[suggest:17]", "lotterylab run fi");
        Assert.Equal(0, code);
        Assert.Contains("first-ticket", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_EveryVerb_HasADescription()
    {
        var (code, output, _) = await fixture.CallAsync("--help");
        Assert.Equal(0, code);
        foreach (var verb in new[] { "run", "plan", "results", "status", "pause", "cancel", "resume", "list", "export", "import", "verify", "methods", "architectures", "datasets", "controls", "optimizers", "schedules", "evaluations", "presets", "schema", "validate", "doctor", "gc", "bench" })
        {
            Assert.Matches($@"(?m)^  {verb}\b.*  \S", output);
        }
    }
}
