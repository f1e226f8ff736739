using System.Globalization;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Components.Charts;

/// <summary>What server-made plots of test accuracy have in common: the size of the picture, the upright axis, and curves on it.</summary>
public abstract class AccuracyPlane
{
    public const double Width = 720;
    public const double Height = 380;
    public const double Left = 64;
    public const double Right = 700;
    public const double Top = 16;
    public const double Bottom = 320;
    private const double SmallestPadding = 0.001;
    private const int MostSteps = 6;
    private static readonly double[] NiceSteps = [1, 2, 5, 10];
    private readonly double low;
    private readonly double high;

    /// <summary>Fits the upright axis to the values with 5% room on both sides; there must be at least one.</summary>
    protected AccuracyPlane(IReadOnlyList<Spread> accuracies)
    {
        var (smallest, largest) = (accuracies.Min(spread => Math.Min(spread.Minimum, Band(spread).Low)), accuracies.Max(spread => Math.Max(spread.Maximum, Band(spread).High)));
        var padding = Math.Max((largest - smallest) * 0.05, SmallestPadding);
        (low, high) = (Math.Max(0, smallest - padding), Math.Min(1, largest + padding));
        high = Math.Max(high, low + SmallestPadding);
        AccuracyTicks = RoundTicks(low, high);
    }

    /// <summary>The curves.</summary>
    public IReadOnlyList<PlotBranch> Branches { get; protected init; } = [];

    /// <summary>Round accuracies within the axis, from the lowest up.</summary>
    public IReadOnlyList<AccuracyTick> AccuracyTicks { get; }

    /// <summary>Height of an accuracy.</summary>
    public double Y(double accuracy) => Bottom - ((Bottom - Top) * (Math.Clamp(accuracy, low, high) - low) / (high - low));

    /// <summary>A coordinate as SVG writes it.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What the bars mean, in words, when no point has more runs than this.</summary>
    public static string Bars(int most) => most < 3 ? "smallest to largest" : "95% confidence intervals (smallest to largest where fewer than three runs have finished)";

    // In percent, where the round numbers are. The narrowest axis is 0.1 points long, so two decimals tell every step apart.
    private static IReadOnlyList<AccuracyTick> RoundTicks(double low, double high)
    {
        var rough = (high - low) * 100 / MostSteps;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = NiceSteps.First(nice => nice * power >= rough * (1 - 1e-9)) * power;
        var format = $"F{Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 2)}";
        var first = (int)Math.Ceiling((low * 100 / step) - 1e-9);
        var last = (int)Math.Floor((high * 100 / step) + 1e-9);
        return [.. Enumerable.Range(first, last - first + 1).Select(count => new AccuracyTick(count * step / 100, (count * step).ToString(format, CultureInfo.InvariantCulture) + "%"))];
    }

    /// <summary>The ends of the band: 95% confidence interval from three runs on, smallest and largest below.</summary>
    protected static (double Low, double High) Band(Spread spread) => spread.HalfWidth95 is { } half
        ? (spread.Mean - half, spread.Mean + half)
        : (spread.Minimum, spread.Maximum);

    /// <summary>A mean with its band at a place of the horizontal axis.</summary>
    protected PlotPoint Place(double x, Spread accuracy)
    {
        var band = Band(accuracy);
        return new PlotPoint(x, Y(accuracy.Mean), Y(band.Low), Y(band.High));
    }
}

/// <summary>One curve.</summary>
public sealed record PlotBranch(string Name, int Position, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>0-based place in the palette: of the method, so that a ticket and its controls share a colour.</summary>
    public int Colour { get; init; } = Position;

    /// <summary>1 solid, 2 dashed, 3 dotted, 4 dashes and dots.</summary>
    public int Dash { get; init; } = 1;

    /// <summary>Classes of the colour alone, for markers and bars.</summary>
    public string Tint => $"curve-{(Colour % 7) + 1}";

    /// <summary>Classes of colour and dash: told apart without colour too.</summary>
    public string Style => $"curve {Tint} dash-{Dash}";

    public string Path => string.Join(' ', Points.Select(point => $"{AccuracyPlane.Number(point.X)},{AccuracyPlane.Number(point.Mean)}"));
}

/// <summary>One mean with the ends of its band, in plot coordinates.</summary>
public readonly record struct PlotPoint(double X, double Mean, double Low, double High)
{
    /// <summary>The point in words; null when nothing is said of it.</summary>
    public string? Text { get; init; }
}

/// <summary>A label beside the upright axis.</summary>
/// <param name="Accuracy">As a fraction.</param>
/// <param name="Label">In percent.</param>
public readonly record struct AccuracyTick(double Accuracy, string Label);

/// <summary>A label below the horizontal axis.</summary>
public readonly record struct PlotTick(double X, string Label);
