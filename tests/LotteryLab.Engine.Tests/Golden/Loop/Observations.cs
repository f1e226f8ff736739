using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.Loop;

/// <summary>What was seen of a training, by place: tensors, masks and numbers as they were then.</summary>
internal sealed class Observations
{
    private readonly Dictionary<string, Seen> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MaskSet> masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<double>> numbers = new(StringComparer.Ordinal);

    public void Note(string place, Tensor tensor) =>
        tensors[place] = new Seen(tensor.shape, GoldenAssert.Doubles(tensor), tensor.dtype == ScalarType.Float32);

    public void Note(string place, IEnumerable<string> names, Func<string, Tensor> tensor)
    {
        foreach (var name in names)
        {
            Note($"{place}/{name}", tensor(name));
        }
    }

    public void Note(string place, MaskSet seen) => masks[place] = seen;

    public void NoteNumbers(string place, params IReadOnlyList<double> seen) => numbers[place] = seen;

    public MaskSet Masks(string place) => masks[place];

    public IReadOnlyList<double> Numbers(string place) => numbers[place];

    /// <summary>Whether something was seen at a place.</summary>
    public bool Has(string place) => tensors.ContainsKey(place);

    /// <summary>Values of a tensor.</summary>
    public double[] Values(string place) => tensors[place].Values;

    public void Close(GoldenNode expected, string place, double tolerance)
    {
        var tensor = expected.Tensor();
        var seen = tensors[place];
        GoldenAssert.SameShape(tensor.Shape, seen.Shape, expected.Path);
        for (var i = 0; i < seen.Values.Length; i++)
        {
            // The file gives the shortest text of a float32, which as a double is another number.
            GoldenAssert.Close(seen.IsSingle ? (float)tensor.Values[i] : tensor.Values[i], seen.Values[i], tolerance, expected.Path, i);
        }
    }

    /// <summary>Tensors of exactly these names.</summary>
    public void Close(GoldenNode expected, string place, IEnumerable<string> names, double tolerance)
    {
        foreach (var (name, node) in expected.Exactly(names))
        {
            Close(node, $"{place}/{name}", tolerance);
        }
    }

    private sealed record Seen(long[] Shape, double[] Values, bool IsSingle);
}
