using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;

namespace LotteryLab.Web.Components.Charts;

/// <summary>Places result rows in the main plot: weights remaining on a reversed logarithmic axis (100% at the left), test accuracy upwards.</summary>
internal sealed class AccuracyPlot : AccuracyPlane
{
    private const double NarrowestTick = 46;
    private readonly double smallestLog;

    /// <summary>Lays out the rows; there must be at least one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="styles">How each branch is drawn; null follows the methods and controls of one experiment.</param>
    public AccuracyPlot(IReadOnlyList<ResultRow> rows, IReadOnlyDictionary<string, CurveStyle>? styles = null)
        : base([.. rows.Select(row => row.Accuracy)])
    {
        var placed = rows.Where(row => row.Density.Mean > 0).ToList();
        smallestLog = Math.Min(-0.05, placed.Select(row => Math.Log10(row.Density.Mean)).DefaultIfEmpty(-1).Min());
        var colours = BranchStyle.Colours(rows.Select(row => row.Branch));
        Branches = [.. rows.GroupBy(row => row.Name, StringComparer.Ordinal).Select((branch, position) => new PlotBranch(
            branch.Key,
            position,
            [.. branch.Where(row => row.Density.Mean > 0).Select(row => Place(X(row.Density.Mean), row.Accuracy) with { Text = $"{SpreadText.Accuracy(row.Accuracy)} at {Numbers.WeightsRemaining(row.Density.Mean)} of weights" })])
        {
            Colour = styles?[branch.Key].Colour ?? colours[branch.First().Branch],
            Dash = styles?[branch.Key].Dash ?? BranchStyle.Dash(branch.First().Branch),
        })];
        DensityTicks = Thin(placed.Select(row => row.Density.Mean).Distinct().OrderDescending());
    }

    /// <summary>Densities with a label: those of rounds that were run, as many as fit.</summary>
    public IReadOnlyList<double> DensityTicks { get; }

    /// <summary>The labels of <see cref="DensityTicks"/>.</summary>
    public IReadOnlyList<PlotTick> Ticks => [.. DensityTicks.Select(density => new PlotTick(X(density), Numbers.WeightsRemaining(density)))];

    public double X(double density) => Left + ((Right - Left) * Math.Log10(density) / smallestLog);

    // A label for each round would overlap where rounds lie close together.
    private List<double> Thin(IEnumerable<double> densities)
    {
        var kept = new List<double>();
        foreach (var density in densities)
        {
            if (kept.Count == 0 || X(density) - X(kept[^1]) >= NarrowestTick)
            {
                kept.Add(density);
            }
        }

        return kept;
    }
}
