using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Export.OpenLth;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>Directory names of open_lth: canonical text from values, and its MD5.</summary>
public sealed partial class OpenLthDirectoryCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("experiments");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        golden.Params.HasOnly();
        foreach (var experiment in golden.Expected["experiments"].Items())
        {
            experiment["title"].Declare("a title for people");
            var text = experiment["canonical_string"].Text();
            var prefix = Prefix().Match(experiment["directory"].Text());
            GoldenCase.Require(prefix.Success, $"{experiment.Path}.directory is none that open_lth makes");

            // The values are read back from the text and written again from numbers, words and groups, last names first.
            var groups = new CanonicalText(text).Groups().Select((group, i) => (Name: i.ToString("00", CultureInfo.InvariantCulture), group)).ToDictionary(pair => pair.Name, pair => pair.group);
            experiment["canonical_string"].Equal(OpenLthDirectory.CanonicalText(groups));
            experiment["directory"].Equal(OpenLthDirectory.Name(prefix.Groups["prefix"].Value, text));
        }
    }

    [GeneratedRegex(@"^(?<prefix>train|lottery|lottery_branch_\w+)_[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    /// <summary>Reads what open_lth's <c>str()</c> has written.</summary>
    private sealed class CanonicalText(string text)
    {
        private int at;

        public List<OpenLthHyperparameters> Groups()
        {
            var groups = new List<OpenLthHyperparameters> { Group() };
            while (at < text.Length)
            {
                Take(";");
                groups.Add(Group());
            }

            return groups;
        }

        private OpenLthHyperparameters Group()
        {
            Take("Hparams(");
            var values = new List<KeyValuePair<string, object?>>();
            while (text[at] != ')')
            {
                if (values.Count > 0)
                {
                    Take(", ");
                }

                var name = Until("=");
                Take("=");
                values.Insert(0, new(name, Value()));
            }

            Take(")");
            return new OpenLthHyperparameters(values);
        }

        private object Value()
        {
            if (text[at] == '\'')
            {
                Take("'");
                var word = Until("'");
                Take("'");
                return word;
            }

            if (string.CompareOrdinal(text, at, "Hparams(", 0, 8) == 0)
            {
                return Group();
            }

            var plain = Until(",", ")");
            return plain switch
            {
                "True" => true,
                "False" => false,
                _ when long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
                _ when double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => throw new GoldenException($"The value '{plain}' of '{text}' is not understood."),
            };
        }

        private string Until(params string[] ends)
        {
            var end = ends.Select(mark => text.IndexOf(mark, at, StringComparison.Ordinal)).Where(place => place >= 0).DefaultIfEmpty(-1).Min();
            GoldenCase.Require(end >= 0, $"the canonical text '{text}' ends too early");
            (var part, at) = (text[at..end], end);
            return part;
        }

        private void Take(string mark)
        {
            GoldenCase.Require(string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0, $"the canonical text '{text}' has no '{mark}' at {at}");
            at += mark.Length;
        }
    }
}
