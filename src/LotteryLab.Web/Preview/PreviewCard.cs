using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Components.Charts;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Preview;

/// <summary>The picture that messengers show beside a link: title, curves with their axes and legend, and what they say in a sentence.</summary>
/// <param name="Title">Title.</param>
/// <param name="Subtitle">Network, data set and method.</param>
/// <param name="Sentence">What the curves say.</param>
/// <param name="Rows">The curves; empty while nothing is trained.</param>
internal sealed record PreviewCard(string Title, string Subtitle, string Sentence, IReadOnlyList<ResultRow> Rows)
{
    public const int Width = 1200;
    public const int Height = 630;

    private const double Margin = 48;
    private const double ChartLeft = 48 + 62;
    private const double ChartTop = 150;
    private const double ChartWidth = 720;
    private const double ChartHeight = 320;
    private const int MostBranches = 6;
    private static readonly double[]?[] Dashes = [null, [16, 12], [1, 9], [16, 10, 1, 10]];

    /// <summary>How each curve of a comparison is drawn; null of a single experiment.</summary>
    public IReadOnlyDictionary<string, CurveStyle>? Styles { get; init; }

    /// <summary>Draws it.</summary>
    public byte[] ToPng()
    {
        var raster = new Raster(Width, Height, Colour.Tokens["--surface"]);
        raster.Stroke([new(0, 5), new(Width, 5)], 10, Colour.Tokens["--accent"]);
        Write(raster, StrokeFont.Fit(Title, 26, Width - (2 * Margin)), Margin, 72, 26, "--text", 3.8);
        Write(raster, StrokeFont.Fit(Subtitle, 16, Width - (2 * Margin)), Margin, 112, 16, "--text-quiet", 2.2);
        if (Rows.Count > 0)
        {
            DrawChart(raster, new AccuracyPlot(Rows, Styles));
            var counts = Rows.Select(row => row.FinalTestAccuracy.Count).ToList();
            var runs = counts.Min() == counts.Max() ? $"n={counts[0]}" : $"n={counts.Min()} to {counts.Max()}";
            Write(raster, $"Mean over {runs} runs;", ChartLeft + ChartWidth + 28, ChartTop + ChartHeight - 26, 11, "--text-quiet", 1.6);
            Write(raster, counts.Max() < 3 ? "band: smallest to largest" : "band: 95% confidence", ChartLeft + ChartWidth + 28, ChartTop + ChartHeight - 4, 11, "--text-quiet", 1.6);
        }

        var line = 562.0;
        foreach (var text in StrokeFont.Wrap(Sentence, 15, Width - (2 * Margin) - 150, 2))
        {
            Write(raster, text, Margin, line, 15, "--text", 2.1);
            line += 32;
        }

        Write(raster, "LotteryLab", Width - Margin - StrokeFont.Width("LotteryLab", 17), 594, 17, "--accent", 2.8);
        return raster.ToPng();
    }

    private static void DrawChart(Raster raster, AccuracyPlot plot)
    {
        foreach (var tick in plot.AccuracyTicks)
        {
            var y = Y(plot.Y(tick.Accuracy));
            raster.Stroke([new(ChartLeft, y), new(ChartLeft + ChartWidth, y)], 1, Colour.Tokens["--line"]);
            Write(raster, tick.Label, ChartLeft - 10 - StrokeFont.Width(tick.Label, 12), y + 6, 12, "--text-quiet", 1.7);
        }

        raster.Stroke([new(ChartLeft, ChartTop + ChartHeight), new(ChartLeft + ChartWidth, ChartTop + ChartHeight)], 1.6, Colour.Tokens["--line-strong"]);
        var free = double.NegativeInfinity;
        foreach (var tick in plot.DensityTicks)
        {
            var (x, label) = (X(plot.X(tick)), Numbers.WeightsRemaining(tick));
            raster.Stroke([new(x, ChartTop + ChartHeight), new(x, ChartTop + ChartHeight + 7)], 1.6, Colour.Tokens["--line-strong"]);
            var width = StrokeFont.Width(label, 12);
            if (x - (width / 2) > free)
            {
                Write(raster, label, x - (width / 2), ChartTop + ChartHeight + 27, 12, "--text-quiet", 1.7);
                free = x + (width / 2) + 12;
            }
        }

        const string Axis = "Weights remaining";
        Write(raster, Axis, ChartLeft + ((ChartWidth - StrokeFont.Width(Axis, 13)) / 2), ChartTop + ChartHeight + 52, 13, "--text-quiet", 1.9);
        foreach (var branch in plot.Branches.Take(MostBranches))
        {
            DrawBranch(raster, branch);
        }

        if (plot.Branches.Count > MostBranches)
        {
            Write(raster, $"and {plot.Branches.Count - MostBranches} more", ChartLeft + ChartWidth + 90, ChartTop + 20 + (MostBranches * 40), 14, "--text-quiet", 2);
        }
    }

    private static void DrawBranch(Raster raster, PlotBranch branch)
    {
        var colour = Colour.Tokens[$"--curve-{(branch.Colour % 7) + 1}"];
        var dashes = Dashes[(branch.Dash - 1) % Dashes.Length];
        raster.Band([.. branch.Points.Select(point => (X(point.X), Y(point.High), Y(point.Low)))], colour, 0.14);
        List<Dot> line = [.. branch.Points.Select(point => new Dot(X(point.X), Y(point.Mean)))];
        raster.Stroke(line, 3.2, colour, dashes: dashes);
        foreach (var point in line)
        {
            raster.Disc(point, 5.5, colour);
            raster.Disc(point, 2.8, Colour.Tokens["--surface"]);
        }

        var (x, y) = (ChartLeft + ChartWidth + 28, ChartTop + 14 + (branch.Position * 40));
        raster.Stroke([new(x, y), new(x + 48, y)], 3.2, colour, dashes: dashes);
        Write(raster, StrokeFont.Fit(BranchText.Of(branch.Name), 13, Width - Margin - x - 62), x + 62, y + 6, 13, "--text", 1.9);
    }

    private static void Write(Raster raster, string text, double x, double y, double size, string colour, double weight) =>
        StrokeFont.Draw(raster, text, new Dot(x, y), size, Colour.Tokens[colour], weight);

    private static double X(double plot) => ChartLeft + ((plot - AccuracyPlot.Left) * ChartWidth / (AccuracyPlot.Right - AccuracyPlot.Left));

    private static double Y(double plot) => ChartTop + ((plot - AccuracyPlot.Top) * ChartHeight / (AccuracyPlot.Bottom - AccuracyPlot.Top));
}
