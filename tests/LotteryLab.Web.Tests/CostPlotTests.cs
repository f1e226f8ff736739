using LotteryLab.Engine.Experiments;
using LotteryLab.Web.Components.Charts;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

public sealed class CostPlotTests
{
    private const string Results = """
        {"shelf": {"reference": "random", "test": "A paired t-test.", "rows": [
          {"branch": "ticket", "round": 0, "density": {"count": 3, "mean": 1, "minimum": 1, "maximum": 1, "standardDeviation": 0, "halfWidth95": 0},
           "finalTestAccuracy": {"count": 3, "mean": 0.95, "minimum": 0.94, "maximum": 0.96, "standardDeviation": 0.01, "halfWidth95": 0.02},
           "cost": {"iterations": 400, "multiplyAdds": 1e9, "seconds": 2.5}, "denseTrainings": 1, "againstRandom": null, "adjustedPValue": null, "verdict": "not-compared"},
          {"branch": "imp", "round": 1, "density": {"count": 3, "mean": 0.2, "minimum": 0.2, "maximum": 0.2, "standardDeviation": 0, "halfWidth95": 0},
           "finalTestAccuracy": {"count": 3, "mean": 0.9, "minimum": 0.9, "maximum": 0.9, "standardDeviation": 0, "halfWidth95": 0},
           "cost": {"iterations": 800, "multiplyAdds": 2e9, "seconds": null}, "denseTrainings": 2, "againstRandom": {"count": 3, "difference": 0.1, "halfWidth95": 0.01, "pValue": 0.01}, "adjustedPValue": 0.03, "verdict": "better"}]}}
        """;

    [Fact]
    public void Read_ResultsOfAShelf_GivesItsRows()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Results);
            var shelf = ResultsFile.Read(path).Shelf!;
            Assert.Equal(["ticket", "imp"], shelf.Rows.Select(row => row.Branch.ToString()));
            Assert.Equal(ShelfVerdict.Better, shelf.Rows[1].Verdict);
            Assert.Equal(0.03, shelf.Rows[1].AdjustedPValue);

            var plot = new CostPlot(shelf.Rows);
            Assert.True(plot.X(1) < plot.X(2));
            Assert.True(plot.Y(0.95) < plot.Y(0.9));
            Assert.Equal(["dense", "imp"], plot.Branches.Select(branch => branch.Name));
            Assert.All(plot.Branches.SelectMany(branch => branch.Points), point => Assert.InRange(point.X, AccuracyPlot.Left, AccuracyPlot.Right));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("{\"shelf\": 5}")]
    public void Read_AnythingElse_IsNothing(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            Assert.Null(ResultsFile.Read(path).Shelf);
            Assert.Null(ResultsFile.Read(path + ".absent").Shelf);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
