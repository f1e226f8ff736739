using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace LotteryLab.Web.Studies;

/// <summary>What a person asks on the planner page: methods x weights remaining x seeds of one recipe. It is the page's address, so that it can be copied.</summary>
public sealed record StudyQuestion
{
    /// <summary>Largest number of characters of the question.</summary>
    public const int LongestText = 200;

    /// <summary>Most densities of a grid.</summary>
    public const int MostDensities = 50;

    /// <summary>Most seeds.</summary>
    public const int MostReplicates = 1000;

    /// <summary>The question in words; it becomes the name of the study.</summary>
    public string Text { get; init; } = "";

    /// <summary>Preset or experiment whose architecture, data set and training recipe are used.</summary>
    public string Base { get; init; } = "first-ticket";

    /// <summary>Methods, each a row.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["imp", "snip", "magnitude-at-init", "random"];

    /// <summary>Kept fractions in (0, 1), falling; each a column.</summary>
    public IReadOnlyList<double> Densities { get; init; } = [0.5, 0.2, 0.1, 0.05];

    /// <summary>Seeds of every cell.</summary>
    public int Replicates { get; init; } = 3;

    /// <summary>Controls that every ticket is compared with.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    /// <summary>Cells that are left out, as <see cref="Cell"/> names them.</summary>
    public IReadOnlyList<string> Cuts { get; init; } = [];

    /// <summary>What was wrong with what was typed, in sentences.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Name of a cell.</summary>
    public static string Cell(string method, double density) => string.Create(CultureInfo.InvariantCulture, $"{method}~{density:R}");

    /// <summary>Densities of a method that are not left out.</summary>
    public IReadOnlyList<double> DensitiesOf(string method) => [.. Densities.Where(density => !Cuts.Contains(Cell(method, density)))];

    /// <summary>Reads an address. What is missing keeps its default; what cannot be read is said in <see cref="Problems"/>.</summary>
    public static StudyQuestion Read(IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var values = query.GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.SelectMany(pair => pair.Value).OfType<string>().ToList(), StringComparer.Ordinal);
        var question = new StudyQuestion();
        if (!values.ContainsKey("d") && !values.ContainsKey("m") && !values.ContainsKey("base"))
        {
            return question;
        }

        List<string> All(string name) => values.GetValueOrDefault(name) ?? [];
        var problems = new List<string>();
        var densities = ReadDensities(string.Join(',', All("d")), problems);
        var text = string.Join(' ', All("q")).Trim();

        // A form can only send the boxes that are ticked; with the names of all it showed, the others are known.
        var kept = All("keep").ToHashSet(StringComparer.Ordinal);
        return question with
        {
            Text = text.Length <= LongestText ? text : text[..LongestText],
            Base = All("base").LastOrDefault() is { Length: > 0 } start ? start : question.Base,
            Methods = [.. All("m").Distinct(StringComparer.Ordinal)],
            Densities = densities,
            Replicates = ReadReplicates(All("n").LastOrDefault(), problems) ?? question.Replicates,
            Controls = [.. All("control").Distinct(StringComparer.Ordinal)],
            Cuts = [.. All("cut").Concat(All("cell").Where(cell => !kept.Contains(cell))).Distinct(StringComparer.Ordinal)],
            Problems = problems,
        };
    }

    private static int? ReadReplicates(string? text, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostReplicates)
        {
            return number;
        }

        problems.Add($"Seeds must be a whole number from 1 to {MostReplicates}. You entered {text}.");
        return null;
    }

    /// <summary>Percentages, or "80% of the last" as in 0.8^5, separated by commas or blanks.</summary>
    private static List<double> ReadDensities(string text, List<string> problems)
    {
        var densities = new List<double>();
        foreach (var part in text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (double.TryParse(part.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100)
            {
                // Rounded so that 5% is 0.05 and not a neighbour of it: densities go into the keys of steps.
                densities.Add(Math.Round(percent / 100, 12));
            }
            else
            {
                problems.Add($"Weights remaining must lie between 0 and 100%. You entered {part}.");
            }
        }

        if (densities.Count == 0 && problems.Count == 0)
        {
            problems.Add("Name at least one share of weights that remain, for example 50, 20, 10.");
        }

        var falling = densities.Distinct().OrderDescending().ToList();
        if (falling.Count > MostDensities)
        {
            problems.Add($"A grid has at most {MostDensities} columns; you entered {falling.Count}.");
        }

        return [.. falling.Take(MostDensities)];
    }
}
