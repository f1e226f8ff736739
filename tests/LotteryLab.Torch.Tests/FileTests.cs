using TorchSharp;
using static LotteryLab.Torch.Tests.Read;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public sealed class FileTests : ScopedTest
{
    [Fact]
    public void SaveAndLoad_RoundTrip_KeepsBits()
    {
        var path = Path.GetTempFileName();
        try
        {
            var x = Matrix(2, 2, 1, -2, float.NaN, 4).bfloat16();
            save(x, path);
            var y = load(path);
            Assert.Equal(ScalarType.BFloat16, y.dtype);
            Assert.Equal([2, 2], y.shape);
            Assert.Equal(x.bytes.ToArray(), y.bytes.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void StreamFormat_RoundTrip_KeepsBits()
    {
        using var stream = new MemoryStream();
        var x = Matrix(2, 2, 1, 2, 3, 4).t();
        x.Save(stream);
        stream.Position = 0;
        Near(Tensor.Load(stream), 1, 3, 2, 4);
    }

    [Fact]
    public void Load_MissingFile_SaysWhich() =>
        Assert.Contains("no-such-file.pt", Assert.Throws<TorchException>(() => load("no-such-file.pt")).Message);
}
