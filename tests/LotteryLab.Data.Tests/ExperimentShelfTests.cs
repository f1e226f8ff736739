using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Data.Tests;

public sealed class ExperimentShelfTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lotterylab-data-").FullName;

    private ExperimentShelf Shelf => new(new Laboratory(home));

    [Fact]
    public void All_WithoutLaboratory_IsEmptyAndMakesNoFolder()
    {
        var missing = Path.Combine(home, "missing");
        Assert.Empty(new ExperimentShelf(new Laboratory(missing)).All());
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public void Find_WithSpec_ReadsNamesInBothForms()
    {
        Add("0123456789abcdef", """{"name":"first","architecture":{"name":"conv-2","width":2},"dataset":"digits","method":{"name":"imp"}}""");
        var experiment = Shelf.Find("0123456789abcdef");
        Assert.NotNull(experiment);
        Assert.Equal(("first", "conv-2", "digits", "imp"), (experiment.Name, experiment.Architecture, experiment.Dataset, experiment.Method));
        Assert.Null(experiment.Problem);
    }

    [Theory]
    [InlineData("{ torn")]
    [InlineData("[1,2]")]
    [InlineData("""{"name":7,"architecture":[]}""")]
    public void All_WithOddSpec_KeepsTheOthers(string text)
    {
        Add("aaaaaaaaaaaaaaaa", text);
        Add("bbbbbbbbbbbbbbbb", """{"name":"whole"}""");
        Assert.Equal(["aaaaaaaaaaaaaaaa", "whole"], Shelf.All().Select(experiment => experiment.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../experiments/aaaaaaaaaaaaaaaa")]
    [InlineData("")]
    public void Find_WithANameThatIsNoFolderOfTheLaboratory_IsNull(string id)
    {
        Add("aaaaaaaaaaaaaaaa", "{}");
        Assert.Null(Shelf.Find(id));
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private void Add(string id, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "experiments", id));
        File.WriteAllText(Path.Combine(folder.FullName, "spec.json"), text);
    }
}
