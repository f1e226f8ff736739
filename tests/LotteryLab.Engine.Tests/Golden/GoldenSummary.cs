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
        var text = new StringBuilder().Append("golden: ").Append(Counts(""));
        foreach (var folder in results.Keys.Select(FolderOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {folder}: {Counts(folder)}");
        }

        foreach (var path in results.Where(pair => pair.Value == "FAILED").Select(pair => pair.Key).Order(StringComparer.Ordinal))
        {
            text.AppendLine().Append("  FAILED ").Append(path);
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

    private string Counts(string folder)
    {
        var here = results.Where(pair => folder.Length == 0 || FolderOf(pair.Key) == folder).Select(pair => pair.Value).ToArray();
        var unhandled = here.Count(result => result == "unhandled");
        return string.Create(CultureInfo.InvariantCulture, $"{here.Length - unhandled} handled, {here.Count(result => result == "passed")} passed, {unhandled} unhandled");
    }

    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
