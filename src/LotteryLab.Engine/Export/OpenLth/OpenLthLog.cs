using System.Globalization;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>Reads the text files of an open_lth run.</summary>
internal static class OpenLthLog
{
    private const int MostLines = 1_000_000;

    // Shown by open_lth although they hold their defaults, and therefore no part of the directory's name.
    private static readonly HashSet<string> ShownDefaults = ["pruning_fraction => 0.2", "subset_stride => 1"];

    /// <summary>Values of one metric of a <c>logger</c> file, by iteration in the order of the file. Lines that are none are left out.</summary>
    public static IReadOnlyList<(long Iteration, double Value)> Metric(string text, string metric) =>
        [.. text.Split('\n').Take(MostLines).Select(line => line.Trim().Split(','))
            .Where(parts => parts.Length == 3 && parts[0] == metric)
            .Select(parts => (IsNumber: long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration) & double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var value), iteration, value))
            .Where(line => line.IsNumber && double.IsFinite(line.value))
            .Select(line => (line.iteration, line.value))];

    /// <summary>The canonical text that a <c>hparams.log</c> stands for; its groups are in the order in which open_lth hashes them.</summary>
    public static string CanonicalText(string log)
    {
        var groups = new List<SortedDictionary<string, string>>();
        foreach (var line in log.Split('\n').Take(MostLines).Select(line => line.TrimEnd('\r')))
        {
            if (!line.StartsWith("    * ", StringComparison.Ordinal))
            {
                if (line.Length > 0)
                {
                    groups.Add(new SortedDictionary<string, string>(StringComparer.Ordinal));
                }

                continue;
            }

            var option = line[6..];
            var arrow = option.IndexOf(" => ", StringComparison.Ordinal);
            if (arrow > 0 && groups.Count > 0 && !ShownDefaults.Contains(option))
            {
                groups[^1][option[..arrow]] = Repr(option[(arrow + 4)..]);
            }
        }

        return string.Join(';', groups.Select(group => $"Hparams({string.Join(", ", group.Select(pair => $"{pair.Key}={pair.Value}"))})"));
    }

    /// <summary>The log shows texts without quotes; the canonical text has them. A group within a group stands there as its own canonical text.</summary>
    private static string Repr(string value) =>
        value is "True" or "False" or "None" || OpenLthHyperparameters.IsGroup(value) || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? value : $"'{value}'";
}
