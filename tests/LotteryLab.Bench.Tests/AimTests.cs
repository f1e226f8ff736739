using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Reporting;

namespace LotteryLab.Bench.Tests;

public sealed class AimTests
{
    [Theory]
    [InlineData(1.5, "met")]
    [InlineData(1.499, "missed")]
    public void Speed_IsMetFromTheBoundUpwards(double value, string verdict) =>
        Assert.Equal(verdict, new Finding(new Aim(Quantity.Speed, Contender.Bare, 1.5), new Spread(value, 0, 9)).Verdict);

    [Theory]
    [InlineData(0.5, "met")]
    [InlineData(0.501, "missed")]
    public void Time_IsMetFromTheBoundDownwards(double value, string verdict) =>
        Assert.Equal(verdict, new Finding(new Aim(Quantity.Time, Contender.Ours, 0.5), new Spread(value, 0, 9)).Verdict);

    [Fact]
    public void NoBound_NoVerdict() => Assert.Null(new Finding(new Aim(Quantity.Time, Contender.Ours), new Spread(1, 1, 1)).Verdict);

    [Fact]
    public void NotANumber_IsNoSuccess() => Assert.Equal("missed", new Finding(new Aim(Quantity.Speed, Contender.Bare, 1), new Spread(double.NaN, 0, 0)).Verdict);

    [Fact]
    public void Speed_IsTheOthersTimeOverOurs() => Assert.Equal(4, new Aim(Quantity.Speed, Contender.Bare).Of(Runs.Of(1, 100), Runs.Of(2, 50)));

    [Fact]
    public void FloorShare_IsTheFloorsTimeOverOurs() => Assert.Equal(0.25, new Aim(Quantity.FloorShare, Contender.Floor).Of(Runs.Of(4, 10), Runs.Of(1, 10)));

    [Fact]
    public void Time_IsOursOverTheOthers() => Assert.Equal(0.25, new Aim(Quantity.Time, Contender.Ours).Of(Runs.Of(1, 10), Runs.Of(4, 10)));

    [Fact]
    public void StartSeconds_AreThoseOfWhomTheAimNames() =>
        Assert.Equal(3, new Aim(Quantity.StartSeconds, Contender.BareWholeSet).Of(Runs.Of(1, 1), Runs.Of(1, 1) with { StartSeconds = 3 }));

    [Fact]
    public void JournalShare_IsOneLineOverAHundredSteps() =>
        Assert.Equal(0.01, new Aim(Quantity.JournalShare, Contender.Ours).Of(Runs.Of(0.001, 1), Runs.Of(1, 1000)), 12);

    [Fact]
    public void ReplicateMemory_IsWhatEachFurtherReplicateAddsOverItsFloor()
    {
        var three = Runs.Of(1, 1) with { Threads = 3, PeakBytes = 500, Details = new Dictionary<string, double> { [Measurement.ReplicateFloorBytes] = 50 } };
        Assert.Equal(4, new Aim(Quantity.ReplicateMemory, Contender.Ours).Of(three, Runs.Of(1, 1) with { PeakBytes = 100 }));
    }

    [Fact]
    public void Ratios_AreTakenPairByPair()
    {
        // The machine became half as fast after the first pair: every ratio is 2, while the ratio of medians would depend on luck.
        var row = BenchCase.Find("ticket") with { Aims = [new(Quantity.Speed, Contender.Ours)] };
        var result = new CaseResult(row, new Dictionary<Contender, IReadOnlyList<Measurement>>
        {
            [Contender.OursTicket] = [Runs.Of(1, 1), Runs.Of(2, 1), Runs.Of(2, 1)],
            [Contender.Ours] = [Runs.Of(2, 1), Runs.Of(4, 1), Runs.Of(4, 1)],
        });
        Assert.Equal(new Spread(2, 2, 2), result.Findings[0].Value);
    }

    [Fact]
    public void Rows_HaveNamesOfTheirOwnAndOneWorkloadForAllPrograms()
    {
        Assert.Equal(BenchCase.All.Count, BenchCase.All.Select(row => row.Name).Distinct().Count());
        Assert.All(BenchCase.All, row => Assert.NotEmpty(row.Aims));
    }
}
