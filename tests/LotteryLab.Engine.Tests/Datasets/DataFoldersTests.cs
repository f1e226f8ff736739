using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Tests.Steps;

namespace LotteryLab.Engine.Tests.Datasets;

public sealed class DataFoldersTests
{
    [Fact]
    public void Default_ConfiguredFolder_ComesFirst()
    {
        using var home = new TemporaryFolder();

        Assert.Equal(home.Path, DataFolders.Default(home.Path).Roots[0]);
    }

    [Fact]
    public void Find_LooksThroughTheRootsInOrder()
    {
        using var home = new TemporaryFolder();
        var (first, second) = (Directory.CreateDirectory(Path.Combine(home.Path, "1")).FullName, Directory.CreateDirectory(Path.Combine(home.Path, "2")).FullName);
        File.WriteAllText(Path.Combine(second, "a"), "");
        var folder = new DatasetFolder([first, second]);

        Assert.Equal(Path.Combine(second, "a"), folder.Find("a"));
        File.WriteAllText(Path.Combine(first, "a"), "");
        Assert.Equal(Path.Combine(first, "a"), folder.Find("a"));
        Assert.Null(folder.Find("b"));
    }
}
