using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class CifarSourceTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly TinyCifar source = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("tiny/batches")]
    [InlineData("batches")]
    [InlineData("tiny")]
    [InlineData("")]
    public void Load_AnyUsualPlace_TakesTheFineLabel(string place)
    {
        WriteAll(place);

        var raw = source.Load(new DatasetOptions(), Folder, CancellationToken.None);

        Assert.Equal<byte>([0, 1, 2, 0], raw.TrainLabels);
        Assert.Equal<byte>([0, 1], raw.TestLabels);
        Assert.Equal(4 * 3072, raw.TrainImages.Length);
        Assert.Equal(3, raw.TrainImages[3072]);
    }

    [Fact]
    public void Describe_MissingFile_IsNamed()
    {
        WriteAll("batches");
        File.Delete(Path.Combine(home.Path, "batches", "two.bin"));

        var problem = Assert.Throws<LotteryLabException>(() => source.Describe(new DatasetOptions(), Folder));

        Assert.Equal("dataset.missing", problem.Code);
        Assert.Contains("two.bin", problem.Message);
        Assert.DoesNotContain("one.bin", problem.Message);
    }

    [Fact]
    public void Load_WrongLength_IsWrongSize()
    {
        WriteAll("batches");
        File.WriteAllBytes(Path.Combine(home.Path, "batches", "test.bin"), new byte[3074]);

        var problem = Assert.Throws<LotteryLabException>(() => source.Load(new DatasetOptions(), Folder, CancellationToken.None));

        Assert.Equal("dataset.wrong-size", problem.Code);
        Assert.Contains("expected 6,148 bytes (2 records), found 3,074 bytes", problem.Message);
    }

    [Fact]
    public void Load_LabelOutOfRange_IsCorrupt()
    {
        WriteAll("batches");
        File.WriteAllBytes(Path.Combine(home.Path, "batches", "one.bin"), [.. Record(0, 0), .. Record(3, 1)]);

        Assert.Contains("label 3 in record 1", Assert.Throws<LotteryLabException>(() => source.Load(new DatasetOptions(), Folder, CancellationToken.None)).Message);
    }

    private DatasetFolder Folder => new([home.Path]);

    private void WriteAll(string place)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, place)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "one.bin"), [.. Record(0, 1), .. Record(1, 3)]);
        File.WriteAllBytes(Path.Combine(folder, "two.bin"), [.. Record(2, 5), .. Record(0, 7)]);
        File.WriteAllBytes(Path.Combine(folder, "test.bin"), [.. Record(0, 9), .. Record(1, 9)]);
    }

    private static byte[] Record(byte label, byte pixel) => [200, label, .. Enumerable.Repeat(pixel, 3072)];

    private sealed class TinyCifar() : CifarDatasetSource(new CifarLayout("batches", ["one.bin", "two.bin"], "test.bin", 2, 2, 2))
    {
        public override Descriptor Descriptor { get; } = new("tiny", "Tiny", "For tests.");

        public override string Licence => "";

        protected override IReadOnlyList<string> ClassNames { get; } = ["a", "b", "c"];
    }
}
