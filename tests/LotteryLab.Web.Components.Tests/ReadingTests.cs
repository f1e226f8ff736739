using Bunit;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;
using LotteryLab.Web.Components.Experiments;
using LotteryLab.Web.Components.Shared;
using LotteryLab.Web.Reading;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Components.Tests;

/// <summary>Components that say what results mean.</summary>
public sealed class ReadingTests : BunitContext
{
    [Fact]
    public void Divergence_WithTwoSettings_HasOneRowForEachAndNamesBothValues()
    {
        var section = Render<DivergenceSection>(parameters => parameters.Add(component => component.Readings, [Parted([new("method.rate", ["0.2", "0.4"]), new("seed", ["1", "2"])], isCertain: true)]));
        Assert.Equal(2, section.FindAll("tbody tr").Count);
        Assert.Equal("2", section.Find("tbody th").GetAttribute("rowspan"));
        Assert.Contains("They have 4 steps in common, of 9 and 7, and part at “prune for round 1” (round 1).", section.Find("p").TextContent);
        Assert.Contains("What differs there: method.rate (0.2 against 0.4); seed (1 against 2).", section.Find("p").TextContent);
    }

    [Fact]
    public void Divergence_WithUntestedSettings_ClaimsLess() =>
        Assert.Contains("Some of these make the difference: method.rate", Render<DivergenceSection>(parameters => parameters.Add(component => component.Readings, [Parted([new("method.rate", ["0.2", "0.4"])], isCertain: false)])).Find("p").TextContent);

    [Fact]
    public void Divergence_OfEqualWork_SaysSo()
    {
        var section = Render<DivergenceSection>(parameters => parameters.Add(component => component.Readings, [new DivergenceReading("one", "two", new Divergence(DivergenceOutcome.Same, 9, 9, 9, null, null, null, null), [], true, "")]));
        Assert.Contains("All 9 steps are the same", section.Find("p").TextContent);
        Assert.Contains("nowhere", section.Find("tbody").TextContent);
    }

    [Fact]
    public void Divergence_OfAnUnknownPlan_SaysWhyAndDrawsNoTable()
    {
        var section = Render<DivergenceSection>(parameters => parameters.Add(component => component.Readings, [new DivergenceReading("one", "two", null, [], true, "The data set is missing. Download it.")]));
        Assert.Contains("not known. The data set is missing.", section.Find("p").TextContent);
        Assert.Empty(section.FindAll("table"));
    }

    [Fact]
    public void SharedEvidence_Always_TellsPresentFromMissingWithoutAButton()
    {
        var spec = new Engine.Specs.SpecReader(Engine.Specs.ComponentCatalog.Default).Read(Engine.Specs.SpecWriter.Pretty(Engine.Presets.PresetCatalog.Default.Find("first-ticket").Spec));
        var list = Render<SharedEvidence>(parameters => parameters.Add(component => component.Id, "controls").Add(component => component.Slots, [
            new EvidenceSlot("dense", "Dense network", "what to match", 3, 3, "", null),
            new EvidenceSlot("random-reinit", "Random re-initialisation", "whether the initial weights matter", 0, 3, "more", spec),
            new EvidenceSlot("shuffled-mask", "Random mask", "whether the positions matter", 0, 3, "more", null),
            new EvidenceSlot("replicates", "At least three seeds", "that it is not chance", 2, 3, "more", spec)]));
        Assert.Equal(["present, n=3", "missing", "planned, not finished yet", "present, n=2 of 3"], list.FindAll("li span:nth-child(2)").Select(span => span.TextContent));
        Assert.Empty(list.FindAll("button, a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResultTable_WhereWeightsWereLeftOut_HasAColumnForTheShare(bool isSparse)
    {
        var table = Render<ResultTable>(parameters => parameters.Add(component => component.Rows, [Row(0, 1, null), Row(1, 0.2, isSparse ? 0.214 : null)]));
        Assert.Equal(isSparse ? 7 : 6, table.FindAll("thead th").Count);
        if (isSparse)
        {
            Assert.Equal(["100%", "21.4%"], table.FindAll("tbody td:last-child").Select(cell => cell.TextContent));
            Assert.Contains("training.sparse: auto", table.Find("caption").TextContent);
        }
    }

    private static ResultRow Row(int round, double density, double? computed) => new()
    {
        Branch = Branch.Ticket,
        Round = round,
        Density = Spread.Of([density])!,
        TestAccuracyAtEarlyStop = null,
        FinalTestAccuracy = Spread.Of([0.9])!,
        FinalTrainAccuracy = Spread.Of([0.9])!,
        EarlyStopIteration = null,
        ComputedShare = computed is { } share ? Spread.Of([share]) : null,
    };

    private static DivergenceReading Parted(IReadOnlyList<DifferingPlace> places, bool isCertain)
    {
        var step = new StepRecord(new string('a', 64), "prune", "prune for round 1", [], StepCost.Negligible);
        var round = new RoundRecord(0, Branch.Ticket, 0, 1, "s", "m", "t");
        return new DivergenceReading("one", "two", new Divergence(DivergenceOutcome.Parted, 4, 9, 7, step, step with { Key = new string('b', 64) }, round, round), places, isCertain, "");
    }
}
