using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Methods;

/// <summary>What every method owes its readers.</summary>
public class MethodTextTests
{
    private static readonly string[] Headings = ["## What it does", "## Why it is interesting", "## The picture", "## The formula", "## Step by step", "## What it needs", "## How it works here", "## How close to the published numbers"];

    public static TheoryData<string> Names => [.. ComponentCatalog.Default.Of<IPruningMethod>().Select(method => method.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_EveryMethod_HasItsPage(string name)
    {
        var method = ComponentCatalog.Default.Find<IPruningMethod>(name);

        var text = MethodText.Of(method);

        Assert.True(text is not null, $"Write {method.GetType().Name}.md beside {method.GetType().Name}.cs.");
        Assert.All(Headings, heading => Assert.True(text.Contains(heading, StringComparison.Ordinal), $"{method.GetType().Name}.md lacks the heading '{heading}'."));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_EveryMethod_IsShortAndSaysWhatItNeeds(string name)
    {
        var text = MethodText.Of(ComponentCatalog.Default.Find<IPruningMethod>(name))!.ReplaceLineEndings("\n");

        Assert.InRange(Section(text, "Step by step").Split('\n').Count(line => line.StartsWith("    ", StringComparison.Ordinal)), 3, 15);
        Assert.All(["Data", "Training", "Gradients", "Cost"], need => Assert.Contains($"- **{need}:** ", Section(text, "What it needs"), StringComparison.Ordinal));
        Assert.InRange(Section(text, "What it does").Split(". ").Length, 2, 4);
        Assert.Matches("^`[a-z ]+` .{20}", Section(text, "The picture"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Descriptor_OfEveryMethod_NamesHowItFails(string name) =>
        Assert.NotEmpty(ComponentCatalog.Default.Find<IPruningMethod>(name).Descriptor.KnownFailures);

    private static string Section(string text, string heading)
    {
        var start = text.IndexOf($"## {heading}\n", StringComparison.Ordinal) + heading.Length + 4;
        var end = text.IndexOf("\n## ", start, StringComparison.Ordinal);
        return text[start..(end < 0 ? text.Length : end)].Trim('\n');
    }
}
