using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Images;
using LotteryLab.Engine.Tests.Steps;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly ImageFolderSource source = new();
    private readonly ImageFolderOptions options = new() { Path = "pets", Size = 4, Colour = "grey", Validation = 1 };

    public void Dispose() => home.Dispose();

    [Fact]
    public void Load_TrainAndTestFolders_KeepsThemApart()
    {
        WriteImages("pets/train/cat", 3, 10);
        WriteImages("pets/train/dog", 2, 20);
        WriteImages("pets/test/dog", 1, 30);

        var raw = Load();

        Assert.Equal(["cat", "dog"], raw.ClassNames);
        Assert.Equal<byte>([0, 0, 0, 1, 1], raw.TrainLabels);
        Assert.Equal<byte>([1], raw.TestLabels);
        Assert.All(raw.TestImages, pixel => Assert.Equal(30, pixel));
    }

    [Fact]
    public void Load_OneFolderPerClass_HoldsOutAShareOfEach()
    {
        WriteImages("pets/cat", 10, 10);
        WriteImages("pets/dog", 5, 20);

        var raw = Load();

        Assert.Equal((12, 3), (raw.Facts.TrainCount, raw.Facts.TestCount));
        Assert.Equal<byte>([0, 0, 1], raw.TestLabels);
        Assert.NotEqual(raw.Facts.Fingerprint, source.Describe(options with { SplitSeed = 1 }, Folder).Fingerprint);
    }

    [Theory]
    [InlineData("../pets")]
    [InlineData("/pets")]
    [InlineData("a/../../pets")]
    public void Load_PathOutsideOfTheDataFolder_IsRefused(string path) =>
        Assert.Equal("dataset.path", Assert.Throws<LotteryLabException>(() => source.Describe(options with { Path = path }, Folder)).Code);

    [Fact]
    public void Load_DamagedImage_IsNamed()
    {
        WriteImages("pets/cat", 3, 10);
        WriteImages("pets/dog", 3, 20);
        File.WriteAllText(Path.Combine(home.Path, "pets", "dog", "2.png"), "no image");

        Assert.Contains(Path.Combine("dog", "2.png"), Assert.Throws<LotteryLabException>(Load).Message);
    }

    [Fact]
    public void Load_ImagesOfManySizes_AreAllResizedToTheSquare()
    {
        WriteImages("pets/cat", 3, 10);
        WriteImages("pets/dog", 3, 20);
        File.WriteAllBytes(Path.Combine(home.Path, "pets", "dog", "wide.PNG"), PngWriter.Write(40, 1, 0, [.. Enumerable.Repeat((byte)20, 40)]));

        var raw = Load();

        Assert.Equal(7, raw.Facts.TrainCount + raw.Facts.TestCount);
        Assert.Equal(raw.Facts.TrainCount * 16, raw.TrainImages.Length);
        Assert.All(raw.TrainImages.Concat(raw.TestImages), pixel => Assert.Contains(pixel, new byte[] { 10, 20 }));
    }

    [Fact]
    public void Load_ImageThatClaimsToBeHuge_IsRefusedByItsHeader()
    {
        WriteImages("pets/cat", 3, 10);
        WriteImages("pets/dog", 3, 20);
        File.WriteAllBytes(Path.Combine(home.Path, "pets", "dog", "1.png"), [.. PngWriter.Signature, .. PngWriter.Chunk("IHDR", PngWriter.Header(30_000, 30_000, 8, 0)), .. PngWriter.Chunk("IEND", [])]);

        Assert.Contains("30000 x 30000", Assert.Throws<LotteryLabException>(Load).Message);
    }

    [Fact]
    public void Load_OneClass_IsRefused()
    {
        WriteImages("pets/cat", 3, 10);
        var refusal = Assert.Throws<LotteryLabException>(Load);
        Assert.Equal("dataset.layout", refusal.Code);
        Assert.Contains("only one class", refusal.Message);
    }

    [Fact]
    public void Load_ClassWithoutImages_IsRefusedByName()
    {
        WriteImages("pets/cat", 3, 10);
        WriteImages("pets/dog", 3, 20);
        WriteImages("pets/eel", 0, 20);
        File.WriteAllText(Path.Combine(home.Path, "pets", "eel", "1.jpg"), "another format");
        var refusal = Assert.Throws<LotteryLabException>(Load);
        Assert.Equal("dataset.empty-class", refusal.Code);
        Assert.Contains("eel", refusal.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_LinkOutOfTheFolder_IsRefused(bool isFolder)
    {
        WriteImages("pets/cat", 3, 10);
        WriteImages("pets/dog", 3, 20);
        WriteImages("secret", 1, 99);
        if (isFolder)
        {
            Directory.CreateSymbolicLink(Path.Combine(home.Path, "pets", "eel"), Path.Combine(home.Path, "secret"));
        }
        else
        {
            // By way of a second link that lies inside.
            File.CreateSymbolicLink(Path.Combine(home.Path, "pets", "cat", "9.png"), Path.Combine(home.Path, "secret", "0.png"));
            File.CreateSymbolicLink(Path.Combine(home.Path, "pets", "dog", "9.png"), Path.Combine(home.Path, "pets", "cat", "9.png"));
        }

        Assert.Equal("dataset.link", Assert.Throws<LotteryLabException>(Load).Code);
    }

    [Fact]
    public void Load_LinksInsideAndOfTheWholeFolder_AreFollowed()
    {
        WriteImages("elsewhere/cat", 3, 10);
        WriteImages("elsewhere/dog", 3, 20);
        File.CreateSymbolicLink(Path.Combine(home.Path, "elsewhere", "dog", "9.png"), Path.Combine(home.Path, "elsewhere", "dog", "0.png"));
        Directory.CreateSymbolicLink(Path.Combine(home.Path, "pets"), Path.Combine(home.Path, "elsewhere"));

        var raw = Load();

        Assert.Equal(7, raw.Facts.TrainCount + raw.Facts.TestCount);
    }

    [Fact]
    public void Resize_HalvesAndThirds_AverageTheCoveredArea()
    {
        Assert.Equal<byte>([15, 35], AreaResize.Resize([10, 20, 30, 40], 1, 1, 4, 1, 2));
        Assert.Equal<byte>([13, 27], AreaResize.Resize([10, 20, 30], 1, 1, 3, 1, 2));
        Assert.Equal<byte>([10, 10, 20, 20], AreaResize.Resize([10, 20], 1, 1, 2, 1, 4));
    }

    private DatasetFolder Folder => new([home.Path]);

    private RawDataset Load() => source.Load(options, Folder, CancellationToken.None);

    private void WriteImages(string folder, int count, byte grey)
    {
        Directory.CreateDirectory(Path.Combine(home.Path, folder));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(home.Path, folder, $"{i}.png"), PngWriter.Write(8, 6, 0, [.. Enumerable.Repeat(grey, 48)]));
        }
    }
}
