using System.Text.Json;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class TrainingLengthTests
{
    [Theory]
    [InlineData("20000it", 0, 20000, "20000it")]
    [InlineData("160ep", 160, 0, "160ep")]
    [InlineData("3ep20it", 3, 20, "3ep20it")]
    [InlineData("0it", 0, 0, "0it")]
    [InlineData("0ep", 0, 0, "0it")]
    [InlineData("007it", 0, 7, "7it")]
    [InlineData("999999999999it", 0, 999999999999, "999999999999it")]
    public void Parse_WellFormed_ReadsBothParts(string text, long epochs, long iterations, string canonical)
    {
        var length = TrainingLength.Parse(text);

        Assert.Equal(new TrainingLength(epochs, iterations), length);
        Assert.Equal(canonical, length.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("5000")]
    [InlineData("20it3ep")]
    [InlineData("-5it")]
    [InlineData("1.5ep")]
    [InlineData("5 it")]
    [InlineData("5IT")]
    [InlineData("9999999999999it")]
    [InlineData("5it\n")]
    [InlineData("٣it")]
    public void TryParse_Malformed_IsRefused(string? text) => Assert.False(TrainingLength.TryParse(text, out _));

    [Fact]
    public void ToIterations_WithEpochs_Multiplies() => Assert.Equal((3 * 469) + 20, TrainingLength.Parse("3ep20it").ToIterations(469));

    [Fact]
    public void Json_RoundTrip_IsText() =>
        Assert.Equal("\"3ep20it\"", JsonSerializer.Serialize(JsonSerializer.Deserialize<TrainingLength>("\"3ep20it\"")));
}
