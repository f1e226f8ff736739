using System.Globalization;
using LotteryLab.Engine.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Comparisons that name what differs. A tolerance is absolute for values up to 1 and relative above; 0 means equal.</summary>
internal static class GoldenAssert
{
    public static void Close(this GoldenNode expected, double actual, double tolerance) =>
        Close(expected.Number(), actual, tolerance, expected.Path);

    public static void CloseValues(this GoldenNode expected, IReadOnlyList<double> actual, double tolerance)
    {
        var values = expected.Numbers();
        Same(values.Length, actual.Count, $"number of {expected.Path}");
        for (var i = 0; i < values.Length; i++)
        {
            Close(values[i], actual[i], tolerance, $"{expected.Path}[{i}]");
        }
    }

    public static void Close(this GoldenNode expected, Tensor actual, double tolerance) => Close(expected.Tensor(), actual, tolerance, expected.Path);

    public static void Close(GoldenTensor expected, Tensor actual, double tolerance, string what)
    {
        SameShape(expected.Shape, actual.shape, what);
        var values = Doubles(actual);
        for (var i = 0; i < values.Length; i++)
        {
            // The file gives the shortest text of a float32, which as a double is another number.
            Close(actual.dtype == ScalarType.Float32 ? (float)expected.Values[i] : expected.Values[i], values[i], tolerance, what, i);
        }
    }

    /// <summary>Tensors of exactly these names, compared in this order.</summary>
    public static void Close(this GoldenNode expected, IEnumerable<string> names, Func<string, Tensor> actual, double tolerance)
    {
        foreach (var (name, node) in expected.Exactly(names))
        {
            node.Close(actual(name), tolerance);
        }
    }

    /// <summary>Scores are small, so a tolerance relative to each of them is meant; below a millionth of the largest it is absolute.</summary>
    public static void CloseRelative(this GoldenNode expected, IReadOnlyList<double> actual, double tolerance)
    {
        var tensor = expected.Tensor();
        Same(tensor.Values.Length, actual.Count, $"number of {expected.Path}");
        var floor = tensor.Values.Max(Math.Abs) * 1e-6;
        for (var i = 0; i < actual.Count; i++)
        {
            if (!(Math.Abs(tensor.Values[i] - actual[i]) <= tolerance * Math.Max(Math.Abs(tensor.Values[i]), floor)))
            {
                Differs(tensor.Values[i], actual[i], $"{expected.Path}[{i}]");
            }
        }
    }

    public static void Equal(this GoldenNode expected, long actual) => Same(expected.Whole(), actual, expected.Path);

    public static void Equal(this GoldenNode expected, IEnumerable<long> actual)
    {
        var (wanted, got) = (expected.Wholes(), actual.ToArray());
        Same(wanted.Length, got.Length, $"number of {expected.Path}");
        for (var i = 0; i < wanted.Length; i++)
        {
            Same(wanted[i], got[i], $"{expected.Path}[{i}]");
        }
    }

    public static void Equal(this GoldenNode expected, string actual)
    {
        if (expected.Text() != actual)
        {
            throw new GoldenException($"{expected.Path}: expected '{expected.Text()}', got '{actual}'.");
        }
    }

    public static void Equal(this GoldenNode expected, BitMask actual, IReadOnlyList<long> shape)
    {
        var mask = expected.Mask(shape);
        if (!mask.Equals(actual))
        {
            throw new GoldenException($"{expected.Path}: another mask (expected {mask.Kept} kept of {mask.Count}, got {actual.Kept} of {actual.Count}).");
        }
    }

    /// <summary>Masks of exactly these tensors.</summary>
    public static void Equal(this GoldenNode expected, MaskSet actual, IReadOnlyDictionary<string, GoldenTensor> of)
    {
        foreach (var (name, node) in expected.Exactly(actual.Entries.Select(entry => entry.Key)))
        {
            node.Equal(actual[name], of[name].Shape);
        }
    }

    /// <summary><c>total</c> and <c>kept</c> of exactly these tensors.</summary>
    public static void EqualCounts(this GoldenNode expected, MaskSet masks)
    {
        foreach (var (name, count) in expected.Exactly(masks.Entries.Select(entry => entry.Key)))
        {
            count["total"].Equal(masks[name].Count);
            count["kept"].Equal(masks[name].Kept);
        }
    }

    public static void Close(double expected, double actual, double tolerance, string what, int index = -1)
    {
        if (!expected.Equals(actual) && !(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected))))
        {
            Differs(expected, actual, index < 0 ? what : $"{what}[{index}]");
        }
    }

    public static void Same(long expected, long actual, string what)
    {
        if (expected != actual)
        {
            throw new GoldenException($"{what}: expected {expected}, got {actual}.");
        }
    }

    public static void SameShape(IReadOnlyList<long> expected, IReadOnlyList<long> actual, string what) =>
        GoldenCase.Require(expected.SequenceEqual(actual), $"{what}: expected the shape [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}]");

    /// <summary>Values of a tensor of any type as doubles.</summary>
    public static double[] Doubles(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    private static void Differs(double expected, double actual, string what) =>
        throw new GoldenException(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, got {actual:R}."));
}
