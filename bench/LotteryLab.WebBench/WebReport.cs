using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LotteryLab.WebBench;

/// <summary>One measured thing.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Aim">What it should be; empty when there is no aim.</param>
/// <param name="Values">Every measured value, in the order of measuring.</param>
internal sealed record Sample(string What, string Unit, string Aim, IReadOnlyList<double> Values)
{
    /// <summary>The value below which this share of the values lies.</summary>
    public double Quantile(double share)
    {
        double[] sorted = [.. Values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}

/// <summary>A finished measurement of the web app.</summary>
internal sealed class WebReport(DateTimeOffset time, int cores, string browser)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Sample> samples = [];

    public void Add(IEnumerable<Sample> more) => samples.AddRange(more);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Web app in Chromium {browser}, {cores} cores, {time:yyyy-MM-dd HH:mm} UTC. n is the number of measurements.");
        text.AppendLine();
        text.AppendLine("| what | aim | median | 95% below | largest | n |");
        text.AppendLine("|---|---|---:|---:|---:|---:|");
        foreach (var sample in samples)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {sample.What} | {sample.Aim} | {sample.Quantile(0.5):0.##} {sample.Unit} | {sample.Quantile(0.95):0.##} | {sample.Quantile(1):0.##} | {sample.Values.Count} |");
        }

        return text.ToString();
    }

    /// <summary>Writes the table and all values; returns the path of the table.</summary>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"web-{time:yyyyMMdd-HHmmss}.md");
        File.WriteAllText(path, ToMarkdown());
        File.WriteAllText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(new { time, cores, browser, samples }, Format));
        return path;
    }
}
