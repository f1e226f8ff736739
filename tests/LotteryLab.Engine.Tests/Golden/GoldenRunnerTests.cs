using System.Text.Json.Nodes;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>A comparison that cannot fail proves nothing: corrupted expectations must be noticed.</summary>
public sealed class GoldenRunnerTests
{
    private const string SmallCase = """
        {"method":"iterative-magnitude-pruning","network":{"architecture":"mlp 2-2-1, relu, biases","parameters":{
          "fc1.weight":{"shape":[2,2],"values":[0.1,-0.2,0.3,0.4]},"fc1.bias":{"shape":[2],"values":[0,0]},
          "fc2.weight":{"shape":[1,2],"values":[0.5,-0.6]},"fc2.bias":{"shape":[1],"values":[0]}}},
         "inputs":null,"labels":null,
         "params":{"rule":"sparse_global","pruning_fraction":0.3,"pruning_layers_to_ignore":"","current_mask":null},
         "expected":{"remaining_before":6,"nominal_number_to_prune":2,"threshold":0.3,"kept_after":3,"actually_pruned":3,
          "counts":{"fc1.weight":{"total":4,"kept":1},"fc2.weight":{"total":2,"kept":2}},
          "masks":{"0.5":{"fc1.weight":{"shape":[2,2],"values":[0,0,0,1]},"fc2.weight":{"shape":[1,2],"values":[1,1]}}}},
         "tolerance":0}
        """;

    public static TheoryData<string> HandledCases => GoldenFolder.Exists
        ? [.. GoldenFolder.Cases().Where(path => GoldenHandlers.Find(GoldenCase.Load(path)) is not null)]
        : ["(no golden folder)"];

    [Fact]
    public void Case_OfKnownKind_IsHandledAndPasses()
    {
        var golden = GoldenCase.Parse("small.json", SmallCase);
        var handler = GoldenHandlers.Find(golden);
        Assert.NotNull(handler);
        handler.Verify(golden);
    }

    [Theory]
    [InlineData("\"kept_after\":3", "\"kept_after\":4")]
    [InlineData("\"threshold\":0.3", "\"threshold\":0.3001")]
    [InlineData("\"values\":[0,0,0,1]", "\"values\":[0,0,1,0]")]
    [InlineData("\"values\":[0.1,-0.2,0.3,0.4]", "\"values\":[0.4,-0.2,0.3,0.1]")]
    public void Case_WithAChangedNumber_Fails(string original, string corrupted)
    {
        Assert.Contains(original, SmallCase, StringComparison.Ordinal);
        var golden = GoldenCase.Parse("small.json", SmallCase.Replace(original, corrupted, StringComparison.Ordinal));
        Assert.ThrowsAny<Exception>(() => GoldenHandlers.Find(golden)!.Verify(golden));
    }

    [Fact]
    public void Case_OfUnknownKind_IsUnhandled() =>
        Assert.Null(GoldenHandlers.Find(GoldenCase.Parse("new.json", """{"method":"a method of the future","params":{},"expected":{},"tolerance":0}""")));

    [Fact]
    public void Summary_CountsUnhandledSeparately()
    {
        var summary = new GoldenSummary();
        summary.Passed("a.json");
        summary.Failed("b.json");
        summary.Unhandled("c.json");
        Assert.Equal(["golden: 2 handled, 1 passed, 1 unhandled", "  FAILED b.json", "  unhandled c.json"], summary.ToString().Split(Environment.NewLine));
    }

    [Theory]
    [Trait("Category", "golden")]
    [MemberData(nameof(HandledCases))]
    public void HandledCase_WithEveryExpectedNumberChanged_Fails(string path)
    {
        if (!GoldenFolder.Exists)
        {
            Assert.Skip($"There are no reference results at {GoldenFolder.Root}.");
        }

        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenFolder.Root, path)))!;
        var changes = 0;
        var isChanged = Corrupt(root["expected"]!, ref changes);
        if (!isChanged)
        {
            Assert.Skip("There is no number or word to change in what this case expects.");
        }

        var golden = GoldenCase.Parse(path, root.ToJsonString());
        Assert.ThrowsAny<Exception>(() => GoldenHandlers.Find(golden)!.Verify(golden));
    }

    // Every change is another amount: shifting all numbers alike would leave the place of a minimum where it is.
    private static bool Corrupt(JsonNode node, ref int changes)
    {
        var isChanged = false;
        switch (node)
        {
            case JsonObject group:
                foreach (var (key, value) in group.ToArray())
                {
                    isChanged |= Change(value, ref changes, changed => group[key] = changed);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var position = i;
                    isChanged |= Change(list[i], ref changes, changed => list[position] = changed);
                }

                break;
        }

        return isChanged;
    }

    private static bool Change(JsonNode? value, ref int changes, Action<JsonNode> replace)
    {
        changes++;
        switch (value)
        {
            case JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                replace(number.TryGetValue<long>(out var whole) ? whole + changes : number.GetValue<double>() + changes + 0.5);
                return true;
            case JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String:
                replace(text.GetValue<string>() + "x");
                return true;
            case null:
                return false;
            default:
                return Corrupt(value, ref changes);
        }
    }
}
