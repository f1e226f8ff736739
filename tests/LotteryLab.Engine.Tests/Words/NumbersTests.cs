using System.Text.Json;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;

namespace LotteryLab.Engine.Tests.Words;

public sealed class NumbersTests
{
    private static readonly IReadOnlyDictionary<string, Func<JsonElement, string>> Formats = new Dictionary<string, Func<JsonElement, string>>(StringComparer.Ordinal)
    {
        ["weightsRemaining"] = value => Numbers.WeightsRemaining(value.GetDouble()),
        ["sparsity"] = value => Numbers.Sparsity(value.GetDouble()),
        ["compression"] = value => Numbers.Compression(value.GetDouble()),
        ["accuracy"] = value => Numbers.Accuracy(value.ValueKind == JsonValueKind.Null ? null : value.GetDouble()),
        ["points"] = value => Numbers.Points(value.GetDouble()),
        ["groups"] = value => Numbers.Groups(value.GetInt64()),
        ["count"] = value => Numbers.Count(value.GetInt64()),
        ["duration"] = value => Numbers.Duration(value.GetDouble()),
        ["bytes"] = value => Numbers.Bytes(value.GetDouble()),
        ["plain"] = value => Numbers.Plain(value.GetDouble()),
    };

    /// <summary>The table that the browser's formats are held to as well.</summary>
    [Fact]
    public void Formats_OfEveryValueInTheTable_GiveItsText()
    {
        using var table = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "numbers.json")));
        Assert.Equal(Formats.Keys.Order(), table.RootElement.EnumerateObject().Select(format => format.Name).Order());
        foreach (var format in table.RootElement.EnumerateObject())
        {
            Assert.All(format.Value.EnumerateArray(), row => Assert.Equal((format.Name, row[1].GetString()), (format.Name, Formats[format.Name](row[0]))));
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Duration_OfWhatNobodyCanWaitFor_SaysSo(double seconds) => Assert.Equal("a very long time", Numbers.Duration(seconds));

    [Theory]
    [InlineData(240, 350, "4 to 6 min")]
    [InlineData(0.2, 0.5, "1 s")]
    [InlineData(10, 400, "up to 7 min")]
    public void Durations_Always_AreRoundedOutwards(double low, double high, string expected) => Assert.Equal(expected, Numbers.Durations(low, high));

    [Fact]
    public void Groups_OfAMean_AreRounded() => Assert.Equal("1\u2009001", Numbers.Groups(1000.5));

    [Fact]
    public void Accuracy_OfFiveRuns_NamesIntervalAndN() =>
        Assert.Equal("98.06% (95% CI 97.98-98.14, n=5)", SpreadText.Accuracy(new Spread(5, 0.9806, 0.9798, 0.9814, 0.000644)));

    [Fact]
    public void Accuracy_OfTwoRuns_NamesSmallestAndLargest() =>
        Assert.Equal("98.00% (97.00 to 99.00, n=2)", SpreadText.Accuracy(Spread.Of([0.97, 0.99])));

    [Fact]
    public void Iterations_OfNothing_AreNotMeasured() => Assert.Equal("not measured", SpreadText.Iterations(null));
}
