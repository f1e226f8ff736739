using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>
/// Published curves. They need a GPU for days to repeat; checked here is what follows from arithmetic alone: counts of survivors and the
/// largest possible compression, the order that the theory asks of the two schedules, and that three seeds can have the mean and the extremes
/// that are given.
/// </summary>
public sealed class PublishedSynflowCase : IGoldenCase
{
    private const string NoNetwork = "published results, no network";
    private const string Measured = "measured by others over days; only its range is checked";

    // Accuracies are written with two decimals.
    private const double Rounding = 0.03;

    public IReadOnlyList<string> Methods => ["synflow"];

    public bool HasShape(GoldenCase golden) => golden.Root.Has("network") && golden.Root["network"].Has("architecture") && golden.Root["network"]["architecture"].Text() == NoNetwork;

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork(NoNetwork);
        var exponents = golden.Params["exponents"].Numbers();
        GoldenCase.Require(exponents[0] == 0 && IsEven(exponents), "params.exponents do not rise from 0 in even steps");
        if (golden.Expected.Has("survivors"))
        {
            VerifySurvivors(golden, exponents);
        }
        else if (golden.Expected.Has("exponential"))
        {
            VerifyPrunedShares(golden, exponents.Length);
        }
        else
        {
            golden.Params.HasOnly("exponents");
            foreach (var (_, network) in golden.Expected.Entries())
            {
                foreach (var (_, curve) in network.Entries())
                {
                    VerifyCurve(curve, exponents.Length);
                }
            }
        }
    }

    private static void VerifyCurve(GoldenNode curve, int count)
    {
        double[] mean = curve["mean"].Numbers(), low = curve["min"].Numbers(), high = curve["max"].Numbers();
        GoldenCase.Require(mean.Length == count && low.Length == count && high.Length == count, $"{curve.Path} has not one value for each exponent");
        for (var i = 0; i < count; i++)
        {
            // Of three seeds the one in the middle is what the mean leaves.
            var middle = (3 * mean[i]) - low[i] - high[i];
            GoldenCase.Require(low[i] >= 0 && low[i] <= middle + Rounding && middle <= high[i] + Rounding && high[i] <= 100, $"{curve.Path}: no three seeds have the mean, least and largest value number {i}");
        }
    }

    private static void VerifyPrunedShares(GoldenCase golden, int count)
    {
        var iterations = golden.Params["iterations"].Numbers();
        GoldenCase.Require(iterations[0] == 1 && IsEven(iterations[1..]), "params.iterations are not 1 and then even steps");
        double[][] exponential = Rows(golden.Expected["exponential"], count, iterations.Length), linear = Rows(golden.Expected["linear"], count, iterations.Length);
        for (var row = 0; row < count; row++)
        {
            // With one iteration both schedules are the same pruning; more iterations prune a smaller share at a time; nothing goes at exponent 0.
            GoldenCase.Require(linear[row][0] == exponential[row][0], $"row {row}: one iteration differs between the schedules");
            GoldenCase.Require(IsDescending(exponential[row]) && IsDescending(linear[row]), $"row {row}: more iterations prune more at once");
            GoldenCase.Require(exponential[row].Zip(linear[row]).All(pair => pair.First <= pair.Second), $"row {row}: the exponential schedule prunes more at once than the linear one");
            GoldenCase.Require(row > 0 || linear[row][0] == 0, "something is pruned at exponent 0");
            GoldenCase.Require(row == 0 || linear[row].Zip(linear[row - 1]).All(pair => pair.First > pair.Second), $"row {row}: a higher compression prunes less at once");
        }

        // Between their neighbours the values themselves stay what others have measured.
        foreach (var (_, table) in golden.Expected.Members())
        {
            foreach (var row in table.Items())
            {
                row.Declare(Measured);
            }
        }
    }

    private static void VerifySurvivors(GoldenCase golden, double[] exponents)
    {
        var sizes = golden.Params["layers"].Items().Select(layer => layer.Wholes().Aggregate(1L, (product, size) => product * size)).ToArray();
        var masks = new MaskSet(sizes.Select((size, i) => KeyValuePair.Create($"{i}", BitMask.Full(size))));
        golden.Params["N"].Equal(masks.Count);
        string[] methods = [.. golden.Expected["survivors"].Members().Select(member => member.Key)];
        var critical = golden.Expected["critical_exponent"].Exactly(methods).ToDictionary(pair => pair.Name, pair => pair.Node.Numbers(), StringComparer.Ordinal);
        var largest = Math.Log10(LayerCollapse.MaximalCompression(masks));
        foreach (var (method, node) in golden.Expected["best_accuracy"].Exactly(methods))
        {
            var accuracies = node.Declare(Measured).Numbers();
            GoldenCase.Require(accuracies.Length == exponents.Length && accuracies.All(accuracy => accuracy is > 0 and <= 100), $"{node.Path} has not one share in percent for each exponent");
            GoldenCase.Require(critical[method].All(exponent => exponents.Contains(exponent) && exponent <= largest), $"critical exponents of {method} are none of the case, or larger than any method can reach");
        }

        GoldenCase.Require(critical.Values.All(seeds => seeds.Length == critical.Values.First().Length), "expected.critical_exponent: methods have different numbers of seeds");
        double[] shown = [.. golden.Expected["survivors"].Members()[0].Value.Members().Select(member => GoldenNode.ParseNumber(member.Key, "expected.survivors"))];
        foreach (var (method, byExponent) in golden.Expected["survivors"].Members())
        {
            foreach (var (exponent, node) in byExponent.Exactly(shown))
            {
                var kept = node.Wholes();
                var wanted = masks.Count - ScorePool.RemovedAt(Math.Pow(10, -exponent), masks.Count);
                GoldenCase.Require(exponents.Contains(exponent), $"{node.Path} is for an exponent that the case does not name");
                GoldenCase.Require(kept.Length == sizes.Length && kept.Zip(sizes).All(layer => layer.First >= 0 && layer.First <= layer.Second), $"{node.Path} does not fit the layers");
                GoldenCase.Require(wanted - kept.Sum() is 0 or 1, $"{node.Path} keeps {kept.Sum()} weights where {wanted} are asked for, or one less by a tie");
                GoldenCase.Require(kept.All(count => count > 0) == exponent <= critical[method][0], $"{node.Path} has an empty layer on the wrong side of the critical exponent");
                if (kept.Sum() < wanted)
                {
                    node.Declare("a tie took one weight, which any layer might have kept");
                }
            }
        }
    }

    private static double[][] Rows(GoldenNode table, int rows, int columns)
    {
        double[][] read = [.. table.Items().Select(row => row.Numbers())];
        GoldenCase.Require(read.Length == rows && read.All(row => row.Length == columns), $"{table.Path} has not {rows} rows of {columns}");
        return read;
    }

    private static bool IsDescending(double[] values) => values.OrderDescending().SequenceEqual(values);

    private static bool IsEven(double[] values) => values.Zip(values.Skip(1), (one, next) => next - one).All(step => step > 0 && Math.Abs(step - (values[1] - values[0])) < 1e-9);
}
