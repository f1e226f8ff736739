using LotteryLab.Engine.Export.OpenLth;

namespace LotteryLab.Engine.Tests.Export;

public sealed class OpenLthHyperparametersTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.25e-7, "1.25e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(123456.789, "123456.789")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("plain", "'plain'")]
    [InlineData(true, "True")]
    [InlineData(7, "7")]
    public void PythonRepr_WritesAsPythonDoes(object value, string expected) =>
        Assert.Equal(expected, OpenLthHyperparameters.PythonRepr(value));

    [Fact]
    public void LevelPath_NamesReplicateLevelAndBranch()
    {
        Assert.Equal("lottery_x/replicate_1/level_3/main", OpenLthDirectory.LevelPath("lottery_x", 1, 3));
        Assert.Equal("lottery_x/replicate_1/level_pretrain/main", OpenLthDirectory.LevelPath("lottery_x", 1, null));
        Assert.Equal("lottery_x/replicate_2/level_0/lottery_branch_y", OpenLthDirectory.LevelPath("lottery_x", 2, 0, "lottery_branch_y"));
    }
}
