using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Tests.Planning;
using LotteryLab.Engine.Tests.Steps;
using LotteryLab.Engine.Training;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Methods;

public sealed class ShelfTests
{
    private static readonly string[] TenVariants =
    [
        """{"name":"imp","rule":"exact_k","targetDensities":[0.5,0.2]}""",
        """{"name":"imp","rule":"exact_k","targetDensities":[0.5,0.2],"rewindTo":"10it"}""",
        """{"name":"imp","rule":"exact_k","targetDensities":[0.5,0.2],"retrain":"learning-rate-rewinding"}""",
        """{"name":"imp","rule":"exact_k","targetDensities":[0.5,0.2],"oneShot":true}""",
        """{"name":"static-sparse","densities":[0.5,0.2]}""",
        """{"name":"static-sparse","densities":[0.5,0.2],"allocation":"uniform"}""",
        """{"name":"set","densities":[0.5,0.2],"updateInterval":"10it"}""",
        """{"name":"rigl","densities":[0.5,0.2],"updateInterval":"10it"}""",
        """{"name":"snfs","densities":[0.5,0.2],"updateInterval":"10it"}""",
        """{"name":"sr-ste"}""",
    ];

    [Fact]
    public void Plan_TenVariants_CostsTheUnionOfTheirSteps()
    {
        var alone = TenVariants.Select(variant => TinySpec.Plan(TinySpec.Read(variant, replicates: 2))).ToList();
        var union = alone.SelectMany(plan => plan.Steps).Select(step => step.Key).ToHashSet();
        var shelf = TinySpec.Plan(TinySpec.Read(Shelf(TenVariants), replicates: 2));
        Assert.Equal(union, shelf.Steps.Select(step => step.Key).ToHashSet());
        Assert.Equal(union.Count, shelf.Steps.Count);
        Assert.True(alone.Sum(plan => plan.Steps.Count) >= union.Count + (2 * 8), "initialisation and dense training are shared by nearly all");
    }

    [Fact]
    public void Plan_SeveralMethods_HaveABranchEachAndOneDenseRound()
    {
        var plan = TinySpec.Plan(TinySpec.Read(Shelf(TenVariants), controls: """["shuffled-mask"]"""));
        Assert.Single(plan.Rounds, round => round is { Branch.IsTicket: true, Round: 0 });
        var expected = new[] { "imp", "imp-one-shot", "imp-learning-rate-rewinding", "imp-rewind-to-10it", "static-sparse", "static-sparse-uniform", "set", "rigl", "snfs", "sr-ste" };
        Assert.Equal(expected.Order(StringComparer.Ordinal), plan.Rounds.Where(round => round.Branch == round.Method).Select(round => round.Branch.ToString()).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(20, plan.Rounds.Count(round => round.Branch == round.Method?.Control("shuffled-mask")));
    }

    [Fact]
    public void Plan_StaticSetAndRigl_StartFromTheSameMask()
    {
        var plan = TinySpec.Plan(TinySpec.Read(Shelf(TenVariants)));
        var masks = plan.Steps.OfType<RandomMaskStep>().Count();
        Assert.Equal(4, masks);
        Assert.Equal(PlannedMask(plan, "static-sparse"), PlannedMask(plan, "rigl"));
    }

    [Theory]
    [InlineData("""{"name":"shelf"}""")]
    [InlineData("""{"name":"shelf","methods":[{"name":"shelf","methods":["imp"]}]}""")]
    [InlineData("""{"name":"shelf","methods":[{"name":"rigl","densities":[0.2,0.5]}]}""")]
    public void Read_ShelfThatMakesNoSense_IsRefused(string method) =>
        Assert.Throws<UnparsedSpecException>(() => TinySpec.Read(method));

    [Fact]
    public async Task Run_Shelf_ComparesWithTheRandomBranch()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var plan = TinySpec.Plan(TinySpec.Read(Shelf(TenVariants), replicates: 3));
        torch.set_num_threads(1);
        using var datasets = new DatasetCache();
        var environment = new StepEnvironment
        {
            Catalog = ComponentCatalog.Default,
            Device = torch.CPU,
            DataFolder = new DatasetFolder([]),
            Datasets = datasets,
            CheckpointInterval = TimeSpan.FromHours(1),
        };
        var status = await new ExperimentRunner(laboratory, environment).RunAsync(plan, TinySpec.Numerics, 2, TestContext.Current.CancellationToken);
        Assert.True(status.State == RunState.Succeeded, string.Join("; ", status.Problems));

        var results = ExperimentResults.Read(PlanRecord.Of(plan, TinySpec.Numerics), laboratory.Store, StepDurations.Of(laboratory));
        var shelf = results.Shelf!;
        Assert.Equal("static-sparse", shelf.Reference);
        Assert.Equal(21, shelf.Rows.Count);
        var rigl = shelf.Rows.Single(row => row is { Branch.Name: "rigl", Round: 2 });
        Assert.Equal(3, rigl.AgainstRandom!.Count);
        Assert.NotNull(rigl.AdjustedPValue);
        Assert.InRange(rigl.DenseTrainings!.Value, 0.15, 0.5);
        Assert.Equal(40, rigl.Cost.Iterations);
        Assert.NotNull(rigl.Cost.Seconds);
        var imp = shelf.Rows.Single(row => row is { Branch.Name: "imp", Round: 2 });
        Assert.Equal(120, imp.Cost.Iterations);
        Assert.Equal(1 + 0.5 + 0.2, imp.DenseTrainings!.Value, 0.01);
        Assert.Equal(ShelfVerdict.NotCompared, shelf.Rows[0].Verdict);
        Assert.Contains("rigl", ShelfText.Write(shelf), StringComparison.Ordinal);
        Assert.NotNull(results.ToJson()["shelf"]);
        Assert.Null(ExperimentResults.Read(PlanRecord.Of(TinySpec.Plan(TinySpec.Read()), TinySpec.Numerics), laboratory.Store).Shelf);

        var journal = new JournalReader(laboratory.JournalOf(plan.Rounds.First(round => round is { Method.Name: "rigl", Round: 1 }).Training.Key)).ReadNew();
        Assert.Contains(journal, entry => (string?)entry["type"] == "mask" && entry["bits"] is not null);
    }

    [Fact]
    public void CostModel_OfThePublishedFormulas_GivesMultipliersOfDenseTraining()
    {
        // ResNet-50 at 80 % sparsity with erk keeps 0.42 of the multiply-adds (RigL paper, Figure 2).
        var cost = new PassCost(1, 0.42);
        Assert.Equal(0.42, TrainingCostModel.Static(cost) / TrainingCostModel.Dense(cost), 1e-12);
        Assert.Equal(0.4257, TrainingCostModel.Rigl(cost, 33) / TrainingCostModel.Dense(cost), 1e-4);
        Assert.Equal(0.6133, TrainingCostModel.DenseGradients(cost) / TrainingCostModel.Dense(cost), 1e-4);
    }

    private static string Shelf(IEnumerable<string> methods) => $$"""{"name":"shelf","methods":[{{string.Join(",", methods)}}]}""";

    private static StepKey PlannedMask(ExperimentPlan plan, string branch) =>
        plan.Rounds.First(round => round.Method?.Name == branch && round.Round == 1).Training.Inputs.Single(input => input.Role == "mask").Step.Key;
}
