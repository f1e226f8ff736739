using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Export.OpenLth;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Directory names of open_lth: canonical text from values, and its MD5.</summary>
public sealed partial class OpenLthDirectoryCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) =>
        golden.Method == "iterative-magnitude-pruning" && golden.HasExpected("experiments");

    public void Verify(GoldenCase golden)
    {
        foreach (var experiment in golden.Expected.GetProperty("experiments").EnumerateArray())
        {
            var text = experiment.GetProperty("canonical_string").GetString()!;
            var directory = experiment.GetProperty("directory").GetString()!;

            // The values are read back from the text and written again from numbers and words.
            var groups = text.Split(';').Select((group, i) => (group, i)).ToDictionary(
                pair => pair.i.ToString("00", CultureInfo.InvariantCulture),
                pair => new OpenLthHyperparameters(Assignment().Matches(pair.group).Reverse().Select(match => KeyValuePair.Create(match.Groups[1].Value, Value(match.Groups[2].Value)))));
            Assert.Equal(text, OpenLthDirectory.CanonicalText(groups));
            Assert.Equal(directory, OpenLthDirectory.Name(directory[..directory.LastIndexOf('_')], text));
        }
    }

    private static object? Value(string text) => text switch
    {
        ['\'', .., '\''] => text[1..^1],
        "True" => true,
        "False" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"(\w+)=('[^']*'|[^,)]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
