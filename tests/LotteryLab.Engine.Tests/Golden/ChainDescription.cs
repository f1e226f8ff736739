using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>
/// Reads descriptions of plain networks: "mlp 12-20-10-4, relu, biases", "conv1 3x3 pad 1 (2->4) relu, maxpool 2x2, flatten, fc1 54->8
/// relu, fc2 8->3; biases everywhere", with their variants of word order.
/// </summary>
internal static partial class ChainDescription
{
    public static IReadOnlyList<Layer> Parse(string description, IReadOnlyDictionary<string, GoldenTensor> parameters)
    {
        var mlp = Mlp().Match(description);
        if (mlp.Success)
        {
            return FullyConnected([.. mlp.Groups[1].Value.Split('-').Select(width => int.Parse(width, CultureInfo.InvariantCulture))], description, parameters);
        }

        var reader = new ChainReader(description, parameters);
        foreach (Match token in Token().Matches(description.Replace("max-pool", "maxpool", StringComparison.Ordinal)))
        {
            reader.Take(token);
        }

        return reader.Finish();
    }

    private static List<Layer> FullyConnected(int[] widths, string description, IReadOnlyDictionary<string, GoldenTensor> parameters)
    {
        var names = parameters.Where(pair => pair.Value.Shape.Count == 2).Select(pair => pair.Key).ToArray();
        var layers = new List<Layer>();
        for (var i = 1; i < widths.Length; i++)
        {
            var name = names.Length == widths.Length - 1 ? names[i - 1][..names[i - 1].LastIndexOf('.')] : $"fc{i}";
            var hasBias = parameters.Count > 0 ? parameters.ContainsKey($"{name}.bias") : !description.Contains("no biases", StringComparison.Ordinal);
            if (i > 1)
            {
                layers.Add(new ReluLayer());
            }

            layers.Add(new LinearLayer(name, widths[i - 1], widths[i], hasBias));
        }

        return layers;
    }

    // Parenthesised remarks on batch norm would otherwise look like attributes of layers; only their keywords matter, so tokens are
    // looked for in the whole text.
    [GeneratedRegex(@"(?<conv>\bconv(?<number>\d+)?(?!\w)|\bconv(?=\d+x\d+))|(?<norm>\bbn\d*\b|\bBN\b)|(?<relu>\brelu\b)|(?<max>\bmaxpool\s+(?<window>\d+))|(?<average>\bavgpool\s+(?<window>\d+))|(?<flatten>\bflatten\b)|(?<global>\bmean over (?:space|H)|\bglobal[- ]average[- ]pool)|(?<linear>\bfc\d*\b(?!\.))|(?<kernel>\b\d+x\d+(?!x))|(?<widths>\b(?<in>\d+)\s*->\s*(?<out>\d+))|pad\s?(?<pad>\d+)|stride\s?(?<stride>\d+)|(?<nobias>\bno bias\b)|(?<all>\b(?:no biases|biases everywhere|names|input|without affine))", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"^mlp (\d+(?:-\d+)+)", RegexOptions.CultureInvariant)]
    private static partial Regex Mlp();
}
