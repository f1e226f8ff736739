using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Running;
using LotteryLab.Engine;

namespace LotteryLab.Bench.Tests;

public sealed class ArgumentTests
{
    [Fact]
    public async Task Nothing_MeansAllRowsWithTheDefaultPairs()
    {
        var arguments = await ParseAsync("--repository", "/somewhere");
        Assert.Equal(BenchCase.All, arguments.Cases);
        Assert.Equal(BenchArguments.DefaultPairs, arguments.Pairs);
        Assert.Equal("/somewhere/artifacts/bin/LotteryLab.Worker/release/lotterylab.dll", arguments.Worker);
        Assert.Equal("/somewhere/.lab/bench/lenet-ticket.bits", arguments.MaskFile);
    }

    [Fact]
    public async Task Cases_AreSeparatedByCommas() =>
        Assert.Equal(["conv-2", "lenet-b60"], (await ParseAsync("--cases", "conv-2, lenet-b60,conv-2")).Cases.Select(row => row.Name));

    [Fact]
    public async Task Quick_IsOneShortRunUnlessPairsAreGiven()
    {
        Assert.Equal(1, (await ParseAsync("--quick")).Pairs);
        Assert.Equal(4, (await ParseAsync("--quick", "--pairs", "4")).Pairs);
    }

    [Fact]
    public async Task UnknownCase_IsRefusedWithTheKnownOnes()
    {
        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => ParseAsync("--cases", "lenet"));
        Assert.Contains("'lenet'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("lenet-b60", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingMask_IsRefusedBeforeAnythingRuns() =>
        Assert.Equal("bench.mask", (await Assert.ThrowsAsync<LotteryLabException>(() => ParseAsync("--mask", "/nowhere/mask.bits"))).Code);

    [Theory]
    [InlineData("--pairs", "0")]
    [InlineData("--pairs", "101")]
    [InlineData("--pairs", "many")]
    [InlineData("--what", "1")]
    [InlineData("train", "1")]
    public void Nonsense_IsRefused(params string[] arguments) =>
        Assert.NotEmpty(BenchArguments.Command((_, _) => throw new InvalidOperationException("Must not run.")).Parse(arguments).Errors);

    [Fact]
    public void Pairs_OutOfRange_NamesTheRange() =>
        Assert.Contains("from 1 to 100; '0' is not", BenchArguments.Command((_, _) => Task.FromResult(0)).Parse(["--pairs", "0"]).Errors.Single().Message, StringComparison.Ordinal);

    private static async Task<BenchArguments> ParseAsync(params string[] arguments)
    {
        BenchArguments? read = null;
        var command = BenchArguments.Command((given, _) =>
        {
            read = given;
            return Task.FromResult(0);
        });
        await command.Parse(arguments).InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return read!;
    }
}
