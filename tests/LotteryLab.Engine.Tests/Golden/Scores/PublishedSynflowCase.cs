using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning.Flow;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>
/// Published curves. They need a GPU for days to repeat; checked here is what follows from arithmetic alone: counts of survivors and the
/// largest possible compression, the order that the theory asks of the two schedules, and that means lie between their extremes.
/// </summary>
public sealed class PublishedSynflowCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "synflow" && (golden.HasExpected("survivors") || golden.HasExpected("cifar10_vgg16_bn") || golden.HasExpected("exponential"));

    public void Verify(GoldenCase golden)
    {
        if (golden.HasExpected("survivors"))
        {
            VerifySurvivors(golden);
        }
        else if (golden.HasExpected("exponential"))
        {
            VerifyPrunedShares(golden);
        }
        else
        {
            var exponents = golden.Params.GetProperty("exponents").GetArrayLength();
            Assert.All(golden.Expected.EnumerateObject(), network => Assert.All(network.Value.EnumerateObject(), curve => VerifyCurve(curve.Value, exponents)));
        }
    }

    private static void VerifyCurve(JsonElement curve, int exponents)
    {
        double[] mean = Numbers(curve.GetProperty("mean")), low = Numbers(curve.GetProperty("min")), high = Numbers(curve.GetProperty("max"));
        Assert.Equal(exponents, mean.Length);
        Assert.All(Enumerable.Range(0, exponents), i => Assert.True(low[i] >= 0 && low[i] <= mean[i] + 0.01 && mean[i] <= high[i] + 0.01 && high[i] <= 100));
    }

    private static void VerifyPrunedShares(GoldenCase golden)
    {
        var exponents = golden.Params.GetProperty("exponents").GetArrayLength();
        var exponential = golden.Expected.GetProperty("exponential").EnumerateArray().Select(Numbers).ToArray();
        var linear = golden.Expected.GetProperty("linear").EnumerateArray().Select(Numbers).ToArray();
        Assert.Equal((exponents, exponents), (exponential.Length, linear.Length));
        for (var row = 0; row < exponents; row++)
        {
            // With one iteration both schedules are the same pruning; more iterations prune a smaller share at a time.
            Assert.Equal(linear[row][0], exponential[row][0]);
            Assert.Equal(exponential[row].OrderDescending(), exponential[row]);
            Assert.Equal(linear[row].OrderDescending(), linear[row]);
            Assert.All(Enumerable.Range(0, linear[row].Length), i => Assert.True(exponential[row][i] <= linear[row][i]));
        }
    }

    private static void VerifySurvivors(GoldenCase golden)
    {
        var sizes = golden.Params.GetProperty("layers").EnumerateArray().Select(layer => layer.EnumerateArray().Aggregate(1L, (product, size) => product * size.GetInt64())).ToArray();
        var masks = new MaskSet(sizes.Select((size, i) => KeyValuePair.Create($"{i}", BitMask.Full(size))));
        Assert.Equal(golden.Params.GetProperty("N").GetInt64(), masks.Count);
        Assert.Equal(6.02, Math.Log10(LayerCollapse.MaximalCompression(masks)), 0.005);
        foreach (var method in golden.Expected.GetProperty("survivors").EnumerateObject())
        {
            foreach (var exponent in method.Value.EnumerateObject())
            {
                var kept = exponent.Value.EnumerateArray().Select(value => value.GetInt64()).ToArray();
                var density = Math.Pow(10, -double.Parse(exponent.Name, CultureInfo.InvariantCulture));
                Assert.Equal(density * masks.Count, kept.Sum(), 1.0);
                Assert.All(kept.Zip(sizes), layer => Assert.InRange(layer.First, 0, layer.Second));
                Assert.True(method.Name != "synflow" || kept.All(count => count >= 1));
            }
        }
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];
}
