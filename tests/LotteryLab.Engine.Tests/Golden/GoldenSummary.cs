using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Counts what happened to the cases of a run; says so at its end, on the console and in golden-summary.txt beside the tests.</summary>
public sealed class GoldenSummary : IDisposable
{
    private readonly ConcurrentDictionary<string, string> results = new(StringComparer.Ordinal);

    public void Passed(string path) => results[path] = "passed";

    public void Failed(string path) => results[path] = "FAILED";

    public void Unhandled(string path) => results[path] = "unhandled";

    public override string ToString()
    {
        var unhandled = Names("unhandled");
        var failed = Names("FAILED");
        var handled = results.Count - unhandled.Length;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"golden: {handled} handled, {Names("passed").Length} passed, {unhandled.Length} unhandled");
        foreach (var path in failed)
        {
            text.AppendLine().Append("  FAILED ").Append(path);
        }

        foreach (var path in unhandled)
        {
            text.AppendLine().Append("  unhandled ").Append(path);
        }

        return text.ToString();
    }

    public void Dispose()
    {
        if (!results.IsEmpty)
        {
            var text = ToString();
            Console.WriteLine(text);
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "golden-summary.txt"), text + "\n");
        }
    }

    private string[] Names(string result) =>
        [.. results.Where(pair => pair.Value == result).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
}
