using LotteryLab.Data.Stores;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

public sealed class EvidenceTests
{
    [Fact]
    public void PairedTest_OfKnownDifferences_HasTheTextbookP()
    {
        // The deviation is sqrt(34 / 4): t = 3 / (2.9155 / sqrt(5)) = 2.3009 with 4 degrees of freedom.
        var test = PairedTest.Of([-1, 2, 3, 4, 7]);
        Assert.Equal(3, test.Mean, 12);
        Assert.Equal(0.0829, test.PValue!.Value, 3);
        Assert.False(test.IsSignificant);
    }

    [Fact]
    public void PairedTest_OfTwoRuns_SaysThatTheyAreTooFew()
    {
        var test = PairedTest.Of([0.01, 0.02]);
        Assert.Null(test.IsSignificant);
        Assert.Contains("not enough runs", test.Sentence);
    }

    [Fact]
    public void Verdict_OfTwoReplicates_IsNotEnoughRuns() =>
        Assert.Equal("Not enough runs", TicketVerdict.Of(Rounds(2, 0.95, 0.96), 1).Word);

    [Fact]
    public void Verdict_OfThreeBetterAndQuickerReplicates_IsMatching() =>
        Assert.Equal("Matching", TicketVerdict.Of(Rounds(3, 0.95, 0.96), 1).Word);

    [Fact]
    public void Verdict_OfWorseTickets_IsNotMatchingAndLeavesMissingControlsOpen()
    {
        var verdict = TicketVerdict.Of(Rounds(3, 0.95, 0.90), 1);
        Assert.Equal("Not matching", verdict.Word);
        Assert.Equal(2, verdict.Lights.Count(light => light.IsMet is null));
    }

    [Theory]
    [InlineData(0.9491, "Matching")]
    [InlineData(0.9489, "Not matching")]
    public void Verdict_AtTheDefaultTolerance_AllowsATenthOfAPoint(double ticket, string expected)
    {
        var verdict = TicketVerdict.Of(Rounds(3, 0.95, ticket), 1);
        Assert.Equal(expected, verdict.Word);
        Assert.Contains("minus 0.10 pp", verdict.Rule);
        Assert.Contains("tickets n=3, dense n=3", verdict.Rule);
    }

    [Fact]
    public void Verdict_WithoutTolerance_NeedsTheDenseMean() =>
        Assert.Equal("Not matching", TicketVerdict.Of(Rounds(3, 0.95, 0.9499), 1, tolerance: 0).Word);

    [Theory]
    [InlineData(null, 0.001)]
    [InlineData("0.5", 0.005)]
    [InlineData("0", 0)]
    [InlineData("-1", 0.001)]
    [InlineData("11", 0.001)]
    [InlineData("much", 0.001)]
    public void Tolerance_FromAnAddress_IsReadInPercentagePoints(string? text, double expected) =>
        Assert.Equal(expected, TicketVerdict.ReadTolerance(text), 12);

    [Fact]
    public void DecisiveRound_WithALuckyRoundBelowAFailingOne_IsTheLastWithoutAGap()
    {
        List<RoundRow> rounds = [];
        for (var replicate = 0; replicate < 3; replicate++)
        {
            rounds.AddRange([Round(replicate, 0, 1000, 0.95, 500), Round(replicate, 1, 500, 0.96, 400), Round(replicate, 2, 250, 0.90, 400), Round(replicate, 3, 125, 0.96, 400)]);
        }

        Assert.Equal(1, TicketVerdict.DecisiveRound(rounds));
        Assert.Equal(0, TicketVerdict.DecisiveRound([]));
    }

    [Fact]
    public void Slots_OfAnExperimentWithoutControls_OfferEachMissingOne()
    {
        var spec = PresetCatalog.Default.Find("first-ticket").Spec with { Controls = [], Replicates = 2 };
        var slots = EvidenceSlot.Of(spec, Rounds(2, 0.95, 0.9), 1);
        Assert.Equal(["replicates", "random-reinit", "shuffled-mask", "fine-tuning"], slots.Where(slot => slot.FollowUp is not null).Select(slot => slot.Kind));
        Assert.Equal((2, 2), (slots[0].Done, slots[0].Wanted));
        Assert.Equal(3, slots[1].FollowUp!.Replicates);

        var with = slots.Single(slot => slot.Kind == "random-reinit").FollowUp!;
        Assert.Equal("random-reinit", Assert.Single(with.Controls).Name);
        Assert.NotEqual(SpecHash.Of(spec), SpecHash.Of(with));
        Assert.Null(EvidenceSlot.FollowUpOf(with, "random-reinit"));
        Assert.Null(EvidenceSlot.FollowUpOf(with, "no-such-control"));
    }

    [Fact]
    public void Slots_WithAPlannedControl_WaitInsteadOfOfferingIt()
    {
        var spec = PresetCatalog.Default.Find("first-ticket").Spec with { Controls = [ComponentCatalog.Default.WithDefaults<IControl>("random-pruning")], Replicates = 3 };
        var slot = EvidenceSlot.Of(spec, Rounds(3, 0.95, 0.9), 1).Single(slot => slot.Kind == "shuffled-mask");
        Assert.Equal((0, 3), (slot.Done, slot.Wanted));
        Assert.Null(slot.FollowUp);
    }

    [Theory]
    [InlineData(240, 360, "4 to 6 min")]
    [InlineData(36, 100, "36 to 100 s")]
    [InlineData(7000, 20_000, "1 to 6 h")]
    [InlineData(0.2, 0.8, "1 s")]
    [InlineData(30, 130, "up to 3 min")]
    public void Durations_Always_ShareOneUnitAndRoundOutwards(double low, double high, string expected) =>
        Assert.Equal(expected, Numbers.Durations(low, high));

    [Fact]
    public void Comparison_OfEqualSeeds_PairsReplicates()
    {
        var row = Comparison.Of(Rounds(3, 0.95, 0.90), Rounds(3, 0.95, 0.92), hasSameSeeds: true).Single(row => row.Density < 1);
        Assert.Equal(0.02, row.Test.Mean, 9);
        Assert.Equal(3, row.Test.Count);
        Assert.True(row.Test.IsSignificant);
    }

    [Fact]
    public void SpecDifference_Always_ShowsWhatDiffersAndCountsTheRest()
    {
        var difference = SpecDifference.Of(["""{"name":"a","method":{"name":"imp","rate":0.2},"seed":1,"controls":[{"name":"x"},{"name":"y"}]}""", """{"name":"b","method":{"name":"imp","rate":0.3},"seed":1,"controls":[{"name":"y"},{"name":"x"}]}"""]);
        var row = Assert.Single(difference.Rows);
        Assert.Equal("method.rate", row.Path);
        Assert.Equal(["0.2", "0.3"], row.Values);
        Assert.Equal(4, difference.Identical);
    }

    private static List<RoundRow> Rounds(int replicates, double dense, double ticket) =>
        [.. Enumerable.Range(0, replicates).SelectMany(replicate => new[] { Round(replicate, 0, 1000, dense, 500), Round(replicate, 1, 500, ticket, 400) })];

    private static RoundRow Round(int replicate, int round, long kept, double accuracy, long stop) => new()
    {
        Ticket = $"{replicate}{round}",
        Replicate = replicate,
        Branch = Branch.Parse("ticket"),
        Draw = 0,
        Round = round,
        IsFinished = true,
        Prunable = 1000,
        Kept = kept,
        EarlyStopIteration = stop,
        TestAccuracyAtEarlyStop = accuracy,
        FinalTestAccuracy = accuracy,
        FinalTrainAccuracy = 1,
        StartKey = "",
        MaskKey = round == 0 ? null : "m",
        Layers = [],
    };
}
