using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Tests.Planning;

namespace LotteryLab.Engine.Tests.Methods;

public sealed class ScoreLearningPlanTests
{
    private const string GemMiner = """{"name":"gem-miner","densities":[0.3,0.1],"period":1,"searchLength":"3ep","fineTuneLength":"2ep"}""";

    [Theory]
    [InlineData("gem-miner")]
    [InlineData("edge-popup")]
    [InlineData("iterand")]
    public void Plan_EachDensity_HasASearchOfItsOwnAndItsTraining(string method)
    {
        var period = method == "gem-miner" ? ""","period":1""" : "";
        var plan = TinySpec.Plan(TinySpec.Read($$"""{"name":"{{method}}","densities":[0.3,0.1],"searchLength":"3ep"{{period}}}"""));
        var tickets = plan.Rounds.Where(round => round is { Branch.IsTicket: true, Round: > 0 }).ToList();
        Assert.Equal(2, tickets.Count);
        Assert.Equal(2, tickets.Select(ticket => ticket.Mask!.Key).Distinct().Count());
        Assert.Equal(2, plan.Rounds.Count(round => round.Branch == "ticket-untrained"));
        Assert.All(tickets, ticket => Assert.IsType<TrainStep>(ticket.Mask));
    }

    [Fact]
    public void Plan_DenseTraining_IsSharedByBipHydraAndImp()
    {
        var keys = new[] { """{"name":"imp","rounds":1}""", """{"name":"bip","densities":[0.3]}""", """{"name":"hydra","densities":[0.3]}""", GemMiner }
            .Select(method => TinySpec.Plan(TinySpec.Read(method)).Rounds.Single(round => round is { Branch.IsTicket: true, Round: 0 }).Training.Key);
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public void Plan_Controls_TrainAsTheTicketDoes()
    {
        var plan = TinySpec.Plan(TinySpec.Read(GemMiner, controls: """["shuffled-mask",{"name":"random-reinit","initializer":"kaiming-normal"},"random-reinit"]"""));
        var ticket = plan.Rounds.Single(round => round is { Branch.IsTicket: true, Round: 2 });
        var shuffled = plan.Rounds.Single(round => round is { Branch.Name: "shuffled-mask", Round: 2 });
        Assert.Equal(ticket.Training.Settings, shuffled.Training.Settings);
        Assert.NotNull(shuffled.Training.Rule);
        Assert.Equal(ticket.Start.Key, shuffled.Start.Key);
        var starts = plan.Rounds.Where(round => round is { Branch.Name: "random-reinit", Round: 2 }).Select(round => ((InitializeStep)round.Start).Initializer);
        Assert.Equal(["kaiming-normal", "signed-constant"], starts.Order());
    }

    [Fact]
    public void Plan_ControlsOfBip_TrainPlainlyUnderTheirMask()
    {
        var plan = TinySpec.Plan(TinySpec.Read("""{"name":"bip","densities":[0.3],"length":"2ep"}""", controls: """["shuffled-mask"]"""));
        var ticket = plan.Rounds.Single(round => round is { Branch.IsTicket: true, Round: 1 });
        var shuffled = plan.Rounds.Single(round => round.Branch == "shuffled-mask");
        Assert.NotNull(ticket.Training.Rule);
        Assert.Null(shuffled.Training.Rule);
        Assert.Equal(ticket.Training.Settings, shuffled.Training.Settings);
    }

    [Fact]
    public void Cost_OfTheSearch_CountsWhatHadToBeTrained()
    {
        var gem = TinySpec.Plan(TinySpec.Read(GemMiner)).Rounds.Single(round => round is { Branch.IsTicket: true, Round: 2 });
        Assert.Equal(3, SearchCost.Of(gem.Mask).Epochs, 9);
        Assert.Equal(5, SearchCost.Of(gem.Training).Epochs, 9);

        var imp = TinySpec.Plan(TinySpec.Read("""{"name":"imp","rounds":3}""")).Rounds.Single(round => round.Round == 3);
        Assert.Equal((3, 120), (SearchCost.Of(imp.Mask).Trainings, SearchCost.Of(imp.Mask).Iterations));
        Assert.Equal(160, SearchCost.Of(imp.Training).Passes);

        var bip = TinySpec.Plan(TinySpec.Read("""{"name":"bip","densities":[0.3,0.1],"length":"10it"}""")).Rounds.Single(round => round.Round == 2);
        Assert.Equal(40 + (2 * 10), SearchCost.Of(bip.Training).Passes);
    }

    [Fact]
    public void Plan_SearchTooShortToFreeze_IsRefused()
    {
        var refusal = Assert.Throws<LotteryLabException>(() => TinySpec.Plan(TinySpec.Read("""{"name":"gem-miner","searchLength":"5ep","period":5}""")));
        Assert.Equal("spec.search-length", refusal.Code);
    }

    [Fact]
    public void Plan_InvertedScores_IsABranchOfItsOwn()
    {
        var plan = TinySpec.Plan(TinySpec.Read(GemMiner.Replace("\"period\":1", "\"period\":1,\"invertedScores\":true", StringComparison.Ordinal)));
        Assert.Equal(2, plan.Rounds.Count(round => round.Branch == "inverted-scores"));
    }
}
