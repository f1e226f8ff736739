using System.Globalization;
using System.Text.Json;
using LotteryLab.Engine.Masks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Comparisons that name what differs. A tolerance is absolute for values up to 1 and relative above; 0 means equal.</summary>
public static class GoldenAssert
{
    public static void Close(double expected, double actual, double tolerance, string what)
    {
        var isSame = expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected));
        Assert.True(isSame, string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, got {actual:R} (tolerance {tolerance})"));
    }

    public static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: expected {expected.Count} values, got {actual.Count}");
        for (var i = 0; i < expected.Count; i++)
        {
            Close(expected[i], actual[i], tolerance, $"{what}[{i}]");
        }
    }

    public static void Close(GoldenTensor expected, torch.Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape, actual.shape);

        // The file gives the shortest text of a float32, which as a double is another number.
        var values = actual.dtype == torch.ScalarType.Float32 ? Array.ConvertAll(expected.Floats, value => (double)value) : expected.Values;
        Close(values, Doubles(actual), tolerance, what);
    }

    public static void Close(JsonElement expected, IReadOnlyList<double> actual, double tolerance, string what) =>
        Close([.. expected.EnumerateArray().Select(value => value.GetDouble())], actual, tolerance, what);

    public static void Masks(JsonElement expected, MaskSet actual, string what)
    {
        foreach (var (name, mask) in GoldenCase.Masks(expected).Entries)
        {
            var got = actual.Find(name);
            Assert.True(got is not null, $"{what}: no mask for {name}");
            Assert.True(mask.Equals(got), $"{what}: mask of {name} differs (expected {mask.Kept} kept, got {got.Kept})");
        }
    }

    /// <summary>Values of a tensor of any type as doubles.</summary>
    public static double[] Doubles(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
