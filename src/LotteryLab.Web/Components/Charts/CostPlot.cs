using System.Globalization;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Components.Charts;

/// <summary>Places the methods of a shelf: what a ticket costs, in dense trainings on a logarithmic axis, against its final test accuracy.</summary>
internal sealed class CostPlot : AccuracyPlane
{
    private static readonly double[] NiceCosts = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
    private readonly double cheapest;
    private readonly double dearest;

    /// <summary>Lays out the rows whose cost is known; there must be at least one.</summary>
    public CostPlot(IReadOnlyList<ShelfRow> rows)
        : base([.. rows.Select(row => row.FinalTestAccuracy)])
    {
        var costs = rows.Select(row => Math.Log10(row.DenseTrainings!.Value)).ToList();
        (cheapest, dearest) = (costs.Min() - 0.08, costs.Max() + 0.08);
        Branches = [.. rows.GroupBy(row => row.Branch).Select((branch, position) => new PlotBranch(
            branch.Key.IsTicket ? "dense" : branch.Key,
            position,
            [.. branch.Select(row => Place(X(row.DenseTrainings!.Value), row.FinalTestAccuracy))])
        {
            Dash = (position % 4) + 1,
        })];
        Ticks = [.. NiceCosts.Where(cost => Math.Log10(cost) >= cheapest && Math.Log10(cost) <= dearest).Select(cost => new PlotTick(X(cost), cost.ToString(CultureInfo.InvariantCulture)))];
    }

    /// <summary>Round costs with a label.</summary>
    public IReadOnlyList<PlotTick> Ticks { get; }

    public double X(double cost) => Left + ((Right - Left) * (Math.Log10(cost) - cheapest) / (dearest - cheapest));
}
