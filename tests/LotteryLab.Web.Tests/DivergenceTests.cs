using System.Net;
using System.Text.Json.Nodes;
using LotteryLab.Data.Ingest;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

/// <summary>Where experiments, replicates and tickets part, from the keys that the planner really gives.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly ApiApp app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Chains_OfOnePlan_AreTheSame()
    {
        var plan = Plan(Spec());
        var divergence = Divergence.Of(StepChain.OfExperiment(plan), StepChain.OfExperiment(plan));
        Assert.Equal(DivergenceOutcome.Same, divergence.Outcome);
        Assert.Equal(plan.Steps.Count, divergence.Shared);
    }

    [Fact]
    public void Chains_OfAnotherPruningRate_PartAtTheFirstPruning()
    {
        var divergence = Of(Spec(), Spec(rate: 0.3));
        Assert.Equal(DivergenceOutcome.Parted, divergence.Outcome);
        Assert.Equal("prune", divergence.First!.Kind);
        Assert.Equal((1, 1), (divergence.FirstRound!.Round, divergence.SecondRound!.Round));

        // Initial weights and dense training of both replicates.
        Assert.Equal(4, divergence.Shared);
    }

    [Fact]
    public void Chains_OfAnotherLearningRate_PartAtTheDenseTraining()
    {
        var divergence = Of(Spec(), Spec(learningRate: 0.004));
        Assert.Equal("train", divergence.First!.Kind);
        Assert.Equal(0, divergence.FirstRound!.Round);
        Assert.Equal(2, divergence.Shared);
    }

    [Fact]
    public void Chains_OfAnotherSeed_ShareNothingAndPartAtTheInitialWeights()
    {
        var divergence = Of(Spec(), Spec(seed: 2));
        Assert.Equal(DivergenceOutcome.NothingShared, divergence.Outcome);
        Assert.Equal("initialize", divergence.First!.Kind);
    }

    [Fact]
    public void Chains_OfWhichOneHasMoreRounds_AreAPart()
    {
        var divergence = Of(Spec(rounds: 1), Spec(rounds: 3));
        Assert.Equal(DivergenceOutcome.FirstIsPart, divergence.Outcome);
        Assert.Null(divergence.First);
        Assert.Equal(2, divergence.SecondRound!.Round);
        Assert.Equal(DivergenceOutcome.SecondIsPart, Of(Spec(rounds: 3), Spec(rounds: 1)).Outcome);
    }

    [Fact]
    public void Chains_OfTwoReplicates_PartAtTheInitialWeights()
    {
        var plan = Plan(Spec());
        var divergence = Divergence.Of(StepChain.OfReplicate(plan, 0), StepChain.OfReplicate(plan, 1));
        Assert.Equal(DivergenceOutcome.NothingShared, divergence.Outcome);
        Assert.Equal(("initialize", 0, 1), (divergence.First!.Kind, divergence.FirstRound!.Replicate, divergence.SecondRound!.Replicate));
    }

    [Fact]
    public void Chains_OfATicketAndALaterOneOfItsLine_AreAPart()
    {
        var plan = Plan(Spec(rounds: 3));
        var divergence = Divergence.Of(StepChain.OfTicket(plan, Training(plan, PlannedRound.TicketBranch, 1)), StepChain.OfTicket(plan, Training(plan, PlannedRound.TicketBranch, 3)));
        Assert.Equal(DivergenceOutcome.FirstIsPart, divergence.Outcome);
    }

    [Fact]
    public void Chains_OfATicketAndItsControl_PartWhereTheControlIsMade()
    {
        var plan = Plan(Spec(controls: """["random-reinit"]"""));
        var divergence = Divergence.Of(StepChain.OfTicket(plan, Training(plan, PlannedRound.TicketBranch, 1)), StepChain.OfTicket(plan, Training(plan, "random-reinit", 1)));
        Assert.Equal("initialize", divergence.Second!.Kind);
        Assert.Equal("random-reinit", divergence.SecondRound!.Branch);
    }

    [Fact]
    public void Swaps_OfOtherComponents_AreOnePlaceForEachComponent()
    {
        var (first, second) = (Node("""{"name":"a","method":{"name":"imp","rate":0.2},"seed":1,"training":{"batchSize":60,"optimizer":{"name":"adam","learningRate":1}}}"""), Node("""{"name":"b","method":{"name":"snip","density":0.5},"seed":1,"training":{"batchSize":60,"optimizer":{"name":"adam","learningRate":2}}}"""));
        var swaps = SpecSwap.Of(first, second);
        Assert.Equal(["method", "training.optimizer.learningRate"], swaps.Select(swap => swap.ToString()));
        var changed = swaps[1].Apply(first);
        Assert.Equal(2, (int)changed["training"]!["optimizer"]!["learningRate"]!);
        Assert.Equal("imp", (string)changed["method"]!["name"]!);
        Assert.Equal(1, (int)first["training"]!["optimizer"]!["learningRate"]!);
    }

    [Fact]
    public async Task Page_OfTwoExperiments_NamesTheSettingThatMakesTheDifferenceAndNoOther()
    {
        using var client = app.CreateClient();
        var first = await AddAsync(Spec());

        // Two settings differ; the dense training knows only one of them.
        var second = await AddAsync(Spec(learningRate: 0.004, rate: 0.3));
        var text = await PageAsync(client, first, second);
        Assert.Contains("have 2 steps in common", text);
        Assert.Contains("(round 0)", text);
        Assert.Contains("training.optimizer.learningRate (0.002 against 0.004).", text);
        Assert.DoesNotContain("<code>method.rate</code></td>", text);
        Assert.Contains("<code>training.optimizer.learningRate</code></td>", text);
    }

    [Fact]
    public async Task Page_OfEightExperiments_HasOneParagraphForEachOther()
    {
        using var client = app.CreateClient();
        List<string> ids = [];
        for (var seed = 1; seed <= 8; seed++)
        {
            ids.Add(await AddAsync(Spec(seed: seed)));
        }

        var text = await PageAsync(client, [.. ids]);
        Assert.Contains("tiny (8).", text);
        Assert.Equal(7, text.Split("They have no step in common.").Length - 1);
        Assert.Contains("seed (1 against 8).", text);
    }

    [Fact]
    public async Task Page_OfReplicatesAndTicketsOfOneExperiment_TellsThemApart()
    {
        using var client = app.CreateClient();
        var id = await AddAsync(Spec(rounds: 2));
        var plan = Plan(Spec(rounds: 2));
        var replicates = await PageAsync(client, $"{id}/r/1", $"{id}/r/2");
        Assert.Contains("tiny, replicate 2", replicates);
        Assert.Contains("replicate (1 against 2).", replicates);
        Assert.DoesNotContain("Paired t-test", replicates);
        Assert.Contains("\"replicates\":1", replicates);
        var tickets = await PageAsync(client, Training(plan, PlannedRound.TicketBranch, 1), Training(plan, PlannedRound.TicketBranch, 2));
        Assert.Contains("does too (4 steps)", tickets);
        using var none = await client.GetAsync($"/compare?ids={id},{id}/r/9", Cancellation);
        Assert.Contains("Not found", await none.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Page_OfPlansFromTwoMachines_SaysThatTheMachineMakesTheDifference()
    {
        using var client = app.CreateClient();
        var first = await AddAsync(Spec());
        var second = await AddAsync(Spec(rate: 0.3), "libtorch-9.9.9/cuda");
        var text = await PageAsync(client, first, second);
        Assert.Contains("LibTorch and device (libtorch-0.0.0/cpu against libtorch-9.9.9/cuda)", text);
    }

    public void Dispose() => app.Dispose();

    private static Divergence Of(ExperimentSpec first, ExperimentSpec second) => Divergence.Of(StepChain.OfExperiment(Plan(first)), StepChain.OfExperiment(Plan(second)));

    private static string Training(PlanRecord plan, string branch, int round) => plan.Rounds.First(planned => planned.Branch == branch && planned.Round == round && planned.Replicate == 0).Training;

    private static PlanRecord Plan(ExperimentSpec spec, string numerics = "libtorch-0.0.0/cpu") => PlanRecord.Of(Planner.Plan(spec, new PlanContext(ComponentCatalog.Default, new DatasetFolder([]), numerics)), numerics);

    private static JsonObject Node(string json) => JsonNode.Parse(json)!.AsObject();

    private static ExperimentSpec Spec(double rate = 0.4, double learningRate = 0.002, int rounds = 2, long seed = 1, string controls = "[]") =>
        new SpecReader(ComponentCatalog.Default).Read(FormattableString.Invariant($$"""
            {
              "version": 1,
              "name": "tiny",
              "architecture": {"name": "lenet-300-100", "widths": [20]},
              "dataset": {"name": "glyphs", "trainCount": 300, "testCount": 100, "validation": 60},
              "training": {"optimizer": {"name": "adam", "learningRate": {{learningRate}}}, "batchSize": 32, "length": "40it", "evaluateEvery": "10it"},
              "method": {"name": "imp", "rate": {{rate}}, "rounds": {{rounds}}},
              "controls": {{controls}},
              "replicates": 2,
              "seed": {{seed}}
            }
            """));

    private static async Task<string> PageAsync(HttpClient client, params string[] ids) =>
        WebUtility.HtmlDecode(await client.GetStringAsync($"/compare?ids={string.Join(',', ids)}", Cancellation));

    private async Task<string> AddAsync(ExperimentSpec spec, string numerics = "libtorch-0.0.0/cpu")
    {
        var folder = new ExperimentFolder(app.Laboratory.ExperimentFolder(SpecHash.Of(spec)));
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(folder.SpecPath, SpecWriter.Pretty(spec), Cancellation);
        await File.WriteAllBytesAsync(folder.PlanPath, Plan(spec, numerics).ToJson(), Cancellation);
        var id = Path.GetFileName(folder.Path);
        await app.Service<JournalFollower>().FollowAsync(id, Cancellation);
        return id;
    }
}
