using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

/// <summary>Shorthand that keeps the expected numbers of a test in sight.</summary>
internal static class Read
{
    internal static float[] Floats(this Tensor tensor)
    {
        using var plain = tensor.detach();
        return plain.data<float>().ToArray();
    }

    internal static long[] Longs(this Tensor tensor) => tensor.data<long>().ToArray();

    internal static bool[] Truths(this Tensor tensor) => tensor.data<bool>().ToArray();

    internal static Tensor Matrix(int rows, int columns, params float[] values) => tensor(values, rows, columns);

    internal static void Near(Tensor actual, params float[] expected)
    {
        var got = actual.Floats();
        Assert.Equal(expected.Length, got.Length);
        for (var k = 0; k < got.Length; k++)
        {
            Assert.Equal(expected[k], got[k], 1e-5f);
        }
    }
}
