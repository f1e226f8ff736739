using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Datasets;

/// <summary>
/// Remembers what a full check of data files found, keyed by path, size and time of change, in memory and in a small file in the first data
/// folder, so that planning does not read hundreds of megabytes each time.
/// </summary>
internal static class FactsCache
{
    private const string FileName = ".lotterylab-checked";
    private static readonly ConcurrentDictionary<string, DatasetFacts> Known = new();

    internal static DatasetFacts GetOrCheck(DatasetFolder folder, string scope, IReadOnlyList<string> files, Func<DatasetFacts> check)
    {
        var key = KeyOf(scope, files);
        if (Known.TryGetValue(key, out var facts) || TryRead(folder, key, out facts))
        {
            return Known.GetOrAdd(key, facts);
        }

        facts = check();
        Known[key] = facts;
        Write(folder, key, facts);
        return facts;
    }

    internal static string KeyOf(string scope, IReadOnlyList<string> files)
    {
        var text = new StringBuilder(scope).Append('\n');
        foreach (var file in files)
        {
            var entry = new FileInfo(file);
            text.Append(CultureInfo.InvariantCulture, $"{entry.FullName}|{(entry.Exists ? entry.Length : -1)}|{entry.LastWriteTimeUtc.Ticks}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool TryRead(DatasetFolder folder, string key, out DatasetFacts facts)
    {
        facts = null!;
        try
        {
            var path = Path.Combine(folder.Roots[0], FileName);
            var line = File.Exists(path) ? File.ReadLines(path).LastOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) : null;
            var words = line?.Split(' ') ?? [];
            if (words.Length != 8 || words[7].Length != 64)
            {
                return false;
            }

            var numbers = new int[6];
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!int.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                {
                    return false;
                }
            }

            facts = new DatasetFacts(new ImageShape(numbers[0], numbers[1], numbers[2]), numbers[3], numbers[4], numbers[5], words[7]);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Write(DatasetFolder folder, string key, DatasetFacts facts)
    {
        var (shape, line) = (facts.Shape, new StringBuilder());
        line.Append(CultureInfo.InvariantCulture, $"{key} {shape.Channels} {shape.Height} {shape.Width} {facts.Classes} {facts.TrainCount} {facts.TestCount} {facts.Fingerprint}\n");
        try
        {
            Directory.CreateDirectory(folder.Roots[0]);
            File.AppendAllText(Path.Combine(folder.Roots[0], FileName), line.ToString());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A read-only data folder is normal on shared machines: the check is then repeated once in each process.
        }
    }
}
