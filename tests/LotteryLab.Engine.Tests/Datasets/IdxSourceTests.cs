using System.Buffers.Binary;
using System.IO.Compression;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Sources;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Steps;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class IdxSourceTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly TinyIdx source = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_PackedOrNot_GivesPixelsAndLabels(bool packed)
    {
        WriteAll(packed);

        var raw = source.Load(new DatasetOptions(), Folder, CancellationToken.None);

        Assert.Equal(6 * 784, raw.TrainImages.Length);
        Assert.Equal(Pixels(6), raw.TrainImages);
        Assert.Equal<byte>([0, 1, 2, 3, 4, 5], raw.TrainLabels);
        Assert.Equal<byte>([0, 1, 2, 3], raw.TestLabels);
        Assert.Equal(64, raw.Facts.Fingerprint.Length);
    }

    [Fact]
    public void Describe_PackedAndUnpacked_HaveOneFingerprint()
    {
        WriteAll(packed: true);
        var packed = source.Describe(new DatasetOptions(), Folder).Fingerprint;
        WriteAll(packed: false);

        Assert.Equal(packed, source.Describe(new DatasetOptions(), Folder).Fingerprint);
    }

    [Fact]
    public void Describe_ChangedContent_ChangesTheFingerprint()
    {
        WriteAll(packed: false);
        var before = source.Describe(new DatasetOptions(), Folder);
        Write("t10k-labels-idx1-ubyte", [.. Header(0x801, 4), 3, 2, 1, 0], packed: false);
        File.SetLastWriteTimeUtc(PathOf("t10k-labels-idx1-ubyte"), DateTime.UtcNow.AddMinutes(1));

        Assert.NotEqual(before.Fingerprint, source.Describe(new DatasetOptions(), Folder).Fingerprint);
        Assert.Equal((6, 4), (before.TrainCount, before.TestCount));
    }

    [Fact]
    public void Describe_NoFiles_NamesFilesFoldersSizeAndCommand()
    {
        var problem = Assert.Throws<LotteryLabException>(() => source.Describe(new DatasetOptions(), Folder));

        Assert.Equal("dataset.missing", problem.Code);
        Assert.Contains("train-images-idx3-ubyte(.gz)", problem.Message);
        Assert.Contains(Path.Combine(home.Path, "tiny"), problem.Message);
        Assert.Contains("lotterylab datasets download tiny", problem.Message);
        Assert.Contains("12 MB", problem.Message);
    }

    [Fact]
    public void Load_WrongMagic_IsCorrupt() =>
        AssertRefused("dataset.corrupt", "0x00000803", "train-images-idx3-ubyte", [.. Header(0x801, 6, 28, 28), .. Pixels(6)]);

    [Fact]
    public void Load_WrongCount_IsWrongSize() =>
        AssertRefused("dataset.wrong-size", "6 x 28 x 28", "train-images-idx3-ubyte", [.. Header(0x803, 7, 28, 28), .. Pixels(7)]);

    [Fact]
    public void Load_TooFewPixels_IsWrongSize() =>
        AssertRefused("dataset.wrong-size", "cut off", "train-images-idx3-ubyte", [.. Header(0x803, 6, 28, 28), .. Pixels(5)]);

    [Fact]
    public void Load_TooManyPixels_IsWrongSize() =>
        AssertRefused("dataset.wrong-size", "more", "train-images-idx3-ubyte", [.. Header(0x803, 6, 28, 28), .. Pixels(7)]);

    [Fact]
    public void Load_LabelOutOfRange_IsCorrupt() =>
        AssertRefused("dataset.corrupt", "label 10 at position 2", "train-labels-idx1-ubyte", [.. Header(0x801, 6), 1, 2, 10, 4, 5, 6]);

    [Fact]
    public void Load_EmptyFile_IsWrongSize() => AssertRefused("dataset.wrong-size", "header", "train-labels-idx1-ubyte", []);

    [Fact]
    public void Load_TruncatedGzip_IsRefused()
    {
        WriteAll(packed: true);
        var path = PathOf("train-images-idx3-ubyte") + ".gz";
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);

        var problem = Assert.Throws<LotteryLabException>(() => source.Describe(new DatasetOptions(), Folder));

        Assert.StartsWith("dataset.", problem.Code);
        Assert.Contains(path, problem.Message);
    }

    [Fact]
    public void Load_NoGzip_IsCorrupt()
    {
        WriteAll(packed: true);
        File.WriteAllText(PathOf("train-images-idx3-ubyte") + ".gz", "<html>Not found</html>");

        Assert.Equal("dataset.corrupt", Assert.Throws<LotteryLabException>(() => source.Describe(new DatasetOptions(), Folder)).Code);
    }

    [Fact]
    public void Describe_CheckedBefore_DoesNotNeedTheMemoryOfTheProcess()
    {
        WriteAll(packed: true);
        _ = source.Describe(new DatasetOptions(), Folder);

        Assert.Single(File.ReadAllLines(Path.Combine(home.Path, ".lotterylab-checked")));
    }

    private DatasetFolder Folder => new([home.Path]);

    private string PathOf(string name) => Path.Combine(home.Path, "tiny", name);

    private void AssertRefused(string code, string words, string name, byte[] content)
    {
        WriteAll(packed: false);
        Write(name, content, packed: false);
        var problem = Assert.Throws<LotteryLabException>(() => source.Load(new DatasetOptions(), Folder, CancellationToken.None));
        Assert.Equal(code, problem.Code);
        Assert.Contains(words, problem.Message);
        Assert.Contains(name, problem.Message);
        Assert.Contains("lotterylab datasets download tiny", problem.Fix);
    }

    private void WriteAll(bool packed)
    {
        Write("train-images-idx3-ubyte", [.. Header(0x803, 6, 28, 28), .. Pixels(6)], packed);
        Write("train-labels-idx1-ubyte", [.. Header(0x801, 6), 0, 1, 2, 3, 4, 5], packed);
        Write("t10k-images-idx3-ubyte", [.. Header(0x803, 4, 28, 28), .. Pixels(4)], packed);
        Write("t10k-labels-idx1-ubyte", [.. Header(0x801, 4), 0, 1, 2, 3], packed);
    }

    private void Write(string name, byte[] content, bool packed)
    {
        Directory.CreateDirectory(Path.Combine(home.Path, "tiny"));
        using var file = File.Create(PathOf(name) + (packed ? ".gz" : ""));
        using var target = packed ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        target.Write(content);
    }

    private static byte[] Header(params int[] numbers)
    {
        var header = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 * i), numbers[i]);
        }

        return header;
    }

    private static byte[] Pixels(int images) => [.. Enumerable.Range(0, images * 784).Select(i => (byte)(i * 31 / 7))];

    private sealed class TinyIdx() : IdxDatasetSource(6, 4)
    {
        public override Descriptor Descriptor { get; } = new("tiny", "Tiny", "For tests.");

        public override string Licence => "";

        public override IReadOnlyList<RemoteFile> RemoteFiles => [new("tiny/train-images-idx3-ubyte.gz", [], "", "", 11_600_000)];

        protected override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    }
}
