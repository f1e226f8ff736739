using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public sealed class OptionLanguageTests
{
    private static IEnumerable<OptionDeclaration> All => ComponentCatalog.Default.Entries(typeof(IPruningMethod)).SelectMany(entry => entry.Options);

    private static OptionDeclaration Option(string name) => OptionDeclaration.Of(typeof(Wordy)).Single(option => option.Name == name);

    [Theory]
    [InlineData("share", "a number of more than 0 and at most 1", "0.2")]
    [InlineData("epochs", "a whole number of at least 1 (epochs), or null", "null")]
    [InlineData("word", "one, two", "two")]
    [InlineData("text", "a text of 0 to 1000 characters", "\"\"")]
    [InlineData("names", "a list of texts", "[]")]
    [InlineData("must", "a number", "required")]
    public void Words_OfAnOption_AreThoseOfASpec(string name, string allowed, string byDefault)
    {
        Assert.Equal(allowed, OptionLanguage.Allowed(Option(name)));
        Assert.Equal(byDefault, OptionLanguage.Default(Option(name)));
    }

    [Fact]
    public void Description_OfEveryMethod_HoldsTheWordsAndTheDefaultOfASpec()
    {
        foreach (var option in All)
        {
            var description = OptionDescription.Of(option);
            Assert.Equal(OptionLanguage.Allowed(option), description.Allowed);
            Assert.Equal(option.IsRequired, description.Default is null && description.IsRequired);
        }

        var json = ComponentDescription.Of(ComponentCatalog.Default.Entry(typeof(IPruningMethod), "imp")).ToJson();
        Assert.Equal("imp", (string?)json["name"]);
        var rate = json["options"]!.AsArray().Single(option => (string?)option!["name"] == "rate")!;
        Assert.Equal(("number", false), ((string?)rate["kind"], (bool?)rate["isRequired"]));
        Assert.True((double?)rate["default"] is > 0 and < 1);
    }

    private sealed record Wordy
    {
        [Option("A share.", Min = 0, Max = 1, MinExclusive = true)]
        public double Share { get; init; } = 0.2;

        [Option("A length.", Min = 1, Unit = "epochs")]
        public int? Epochs { get; init; }

        [Option("A word.", Choices = ["one", "two"])]
        public string Word { get; init; } = "two";

        [Option("A text.")]
        public string Text { get; init; } = "";

        [Option("Names.")]
        public IReadOnlyList<string> Names { get; init; } = [];

        [Option("A number.")]
        public required double Must { get; init; }
    }
}
