using LotteryLab.Data.Stores;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Components.Experiments;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData(null, 0.001)]
    [InlineData("0.5", 0.005)]
    [InlineData("0", 0)]
    [InlineData("-1", 0.001)]
    [InlineData("11", 0.001)]
    [InlineData("much", 0.001)]
    public void Tolerance_FromAnAddress_IsReadInPercentagePoints(string? text, double expected) =>
        Assert.Equal(expected, VerdictCard.ReadTolerance(text), 12);

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
        var row = Comparison.Of(Rounds(3, 0.95, 0.90), Uneven(Rounds(3, 0.95, 0.92)), hasSameSeeds: true).Single(row => row.Density < 1);
        Assert.Equal(0.02, row.Test.Difference, 9);
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

    // Equal differences in all pairs have no spread, and so no test.
    private static List<RoundRow> Uneven(List<RoundRow> rounds) =>
        rounds.ConvertAll(round => round with { TestAccuracyAtEarlyStop = round.TestAccuracyAtEarlyStop + (0.001 * (round.Replicate - 1)) });

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
