using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Tests.Planning;
using LotteryLab.Engine.Tests.Steps;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Methods;

public sealed class ScoringMethodTests
{
    private const string Checks = """["shuffled-mask", "random-reinit", "inverted-scores", "corrupted-data", "shuffled-weights", "smart-ratio"]""";

    [Fact]
    public async Task Run_SnipWithEveryCheck_GivesExactCountsAndAVerdict()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"snip","densities":[0.2,0.05]}""", Checks, evaluations: """["conservation","critical-compression"]"""));

        var status = await Run(laboratory, plan);

        Assert.Equal(RunState.Succeeded, status.State);
        var results = ExperimentResults.Read(PlanRecord.Of(plan, TinySpec.Numerics), laboratory.Store);
        Assert.Equal(1 + 2 + (2 * 6), results.Rounds.Count);
        var count = results.Rounds[0].Prunable;
        Assert.All(results.Rounds.Where(round => round.Round > 0 && round.Branch != "smart-ratio"), round => Assert.Equal(count - (long)((1 - (round.Round == 1 ? 0.2 : 0.05)) * count), round.Kept));
        Assert.Equal(2, results.Measurements.Count);
        Assert.True((double)results.Measurements.Single(measured => measured.Evaluation == "conservation").Values["largestUnitError"]! < 1e-9);
        Assert.NotNull(results.Sanity);
        Assert.Equal(12, results.Sanity.Findings.Count);
        Assert.Contains("not enough runs", results.Sanity.Sentences[^1], StringComparison.Ordinal);
        Assert.NotNull(results.ToJson()["sanity"]!["findings"]);
        VerifyReport(laboratory, plan);
    }

    [Theory]
    [InlineData("""{"name":"synflow","densities":[0.1],"iterations":10}""")]
    [InlineData("""{"name":"grasp","densities":[0.1],"absolute":true,"iterations":3}""")]
    [InlineData("""{"name":"random","densities":[0.1],"scope":"allocation","allocation":"erk"}""")]
    [InlineData("""{"name":"magnitude-at-init","densities":[0.1],"scope":"local","mode":"reference"}""")]
    [InlineData("""{"name":"prune-at-init","criterion":"magnitude","densities":[0.5],"granularity":{"name":"n-m","kept":2,"of":4},"scope":"local"}""")]
    [InlineData("""{"name":"prune-at-init","criterion":"snip","densities":[0.3],"granularity":"row","trainMode":true}""")]
    [InlineData("""{"name":"prune-at-init","criterion":"synflow","densities":[0.3],"scoreAfter":"20it","iterations":5,"schedule":"linear"}""")]
    [InlineData("""{"name":"snip","densities":[0.3],"corruption":"random-labels-and-pixels"}""")]
    public async Task Run_Combination_KeepsWhatItSays(string method)
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read(method));

        Assert.Equal(RunState.Succeeded, (await Run(laboratory, plan)).State);

        var step = plan.Steps.OfType<ScoreMaskStep>().Single();
        var report = laboratory.Store.Find(step.Key)!.ReadJson(ArtifactFiles.Pruning);
        var mask = MaskFile.FromBytes(laboratory.Store.Find(step.Key)!.Read(ArtifactFiles.Mask));
        var units = step.Request.Granularity.Name == "row" ? plan.Network.Parameters.First(parameter => parameter.IsWeight).FanIn : 1;
        Assert.InRange(mask.Kept - (long)report["asked"]!, 0, units - 1);
        Assert.Equal(step.Request.Iterations, report["iterations"]!.AsArray().Count);
        Assert.InRange((double)report["effectiveDensity"]!, 0, mask.Density);
    }

    [Theory]
    [InlineData("""{"name":"prune-at-init","densities":[0.4],"granularity":"n-m","scope":"local"}""", "method.densities")]
    [InlineData("""{"name":"prune-at-init","densities":[0.5],"granularity":"n-m"}""", "method.scope")]
    [InlineData("""{"name":"prune-at-init","densities":[0.5],"granularity":"n-m","scope":"local","iterations":3}""", "method.iterations")]
    [InlineData("""{"name":"snip","densities":[0.5],"granularity":"row","mode":"reference"}""", "method.mode")]
    [InlineData("""{"name":"snip","scope":"allocation"}""", "method.allocation")]
    [InlineData("""{"name":"snip","allocation":"erk"}""", "method.allocation")]
    [InlineData("""{"name":"snip","densities":[0.1,0.2]}""", "method.densities[1]")]
    [InlineData("""{"name":"synflow","corruption":"half"}""", "method.corruption")]
    [InlineData("""{"name":"grasp","mode":"reference","iterations":2}""", "method.iterations")]
    public void Read_ImpossibleCombination_IsRefusedWithTheReason(string method, string path)
    {
        var problems = Assert.Throws<UnparsedSpecException>(() => TinySpec.Read(method)).Problems;

        Assert.Equal(path, Assert.Single(problems).Path);
        Assert.NotEmpty(problems[0].Allowed);
    }

    [Theory]
    [InlineData("""{"name":"imp","rounds":1}""", "inverted-scores")]
    [InlineData("""{"name":"synflow"}""", "corrupted-data")]
    [InlineData("""{"name":"random"}""", "inverted-scores")]
    public void Read_ControlWithoutAScoreToChange_IsRefused(string method, string control) =>
        Assert.Equal("controls[0].name", Assert.Single(Assert.Throws<UnparsedSpecException>(() => TinySpec.Read(method, $"[\"{control}\"]")).Problems).Path);

    [Fact]
    public void Plan_TwoMethods_ShareTheDenseTraining()
    {
        var snip = TinySpec.Plan(TinySpec.Read("""{"name":"snip","densities":[0.1]}"""));
        var imp = TinySpec.Plan(TinySpec.Read());

        Assert.Equal(imp.Rounds[0].Training.Key, snip.Rounds[0].Training.Key);
    }

    [Fact]
    public void Plan_CriterionWithoutData_DoesNotDependOnThem()
    {
        static JsonObject Parameters(string method) => TinySpec.Plan(TinySpec.Read(method)).Steps.OfType<ScoreMaskStep>().Single().Parameters;

        Assert.Null(Parameters("""{"name":"synflow","densities":[0.1]}""")["dataset"]);
        Assert.NotNull(Parameters("""{"name":"snip","densities":[0.1]}""")["dataset"]);
    }

    private static void VerifyReport(Laboratory laboratory, ExperimentPlan plan)
    {
        foreach (var step in plan.Steps.OfType<ScoreMaskStep>())
        {
            var report = laboratory.Store.Find(step.Key)!.ReadJson(ArtifactFiles.Pruning);
            Assert.Equal((long)report["asked"]!, (long)report["kept"]!);
            Assert.NotNull(report["isCollapsed"]);
            Assert.NotNull(report["deadUnits"]);
            Assert.True((double)report["maximalCompression"]! > 1);
        }
    }

    private static async Task<RunStatus> Run(Laboratory laboratory, ExperimentPlan plan)
    {
        torch.set_num_threads(1);
        using var datasets = new DatasetCache();
        var environment = new StepEnvironment
        {
            Catalog = ComponentCatalog.Default,
            Device = torch.CPU,
            DataFolder = new DatasetFolder([]),
            Datasets = datasets,
        };
        return await new ExperimentRunner(laboratory, environment).RunAsync(plan, TinySpec.Numerics, 1, CancellationToken.None);
    }
}
