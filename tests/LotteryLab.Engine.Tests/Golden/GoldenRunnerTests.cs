using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Tests.Golden.Description;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>A comparison that cannot fail proves nothing: what is wrong, unknown or left over in a case must be noticed.</summary>
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

    [Fact]
    public void Case_OfAKnownShape_Passes() => Verify(SmallCase);

    [Theory]
    [InlineData("\"kept_after\":3", "\"kept_after\":4", "expected.kept_after: expected 4, got 3")]
    [InlineData("\"threshold\":0.3", "\"threshold\":0.3001", "expected.threshold: expected 0.3")]
    [InlineData("\"values\":[0,0,0,1]", "\"values\":[0,0,1,0]", "another mask")]
    [InlineData("\"values\":[0,0,0,1]", "\"values\":[0,0,0,2]", "is no mask")]
    [InlineData("\"values\":[0.1,-0.2,0.3,0.4]", "\"values\":[0.4,-0.2,0.3,0.1]", "another mask")]
    [InlineData("\"shape\":[2,2],\"values\":[0.1", "\"shape\":[4],\"values\":[0.1", "expected the shape [2, 2], got [4]")]
    [InlineData("mlp 2-2-1", "mlp 2-3-1", "expected the shape [3, 2], got [2, 2]")]
    [InlineData("relu, biases", "relu, no biases", "the words describe no tensor 'fc1.bias'")]
    [InlineData("relu, biases", "tanh, biases", "'tanh, biases' is not understood")]
    [InlineData("\"rule\":\"sparse_global\"", "\"rule\":\"by_feeling\"", "params.rule is 'by_feeling', which is unknown here")]
    [InlineData("\"pruning_layers_to_ignore\":\"\"", "\"pruning_layers_to_ignore\":\"fc9.weight\"", "names a tensor that is no weight")]
    [InlineData("\"current_mask\":null", "\"current_mask\":null,\"temperature\":2", "nobody has read params.temperature")]
    [InlineData("\"current_mask\":null", "\"current_mask\":1", "params.current_mask is no object")]
    [InlineData("\"current_mask\":null", "\"other_mask\":null", "params has no member 'current_mask'")]
    [InlineData("\"actually_pruned\":3,", "", "nobody checks a case of 'iterative-magnitude-pruning' with this shape")]
    [InlineData("\"method\":\"iterative-magnitude-pruning\"", "\"method\":\"a method of the future\"", "is known neither to the engine nor as one that comes later")]
    [InlineData("\"labels\":null", "\"labels\":[1]", "labels are given where nothing takes any")]
    [InlineData("\"tolerance\":0", "\"tolerance\":1", "tolerance is 1")]
    [InlineData("\"tolerance\":0", "\"tolerance\":0,\"seed\":3", "nobody has read seed")]
    public void Case_WithAChange_FailsAndSaysWhy(string original, string changed, string problem)
    {
        Assert.Contains(original, SmallCase, StringComparison.Ordinal);
        var failure = Assert.ThrowsAny<Exception>(() => Verify(SmallCase.Replace(original, changed, StringComparison.Ordinal)));
        Assert.Contains(problem, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Case_OfALaterMethod_Waits()
    {
        const string later = """{"method":"whatever","tolerance":1}""";
        Assert.NotNull(GoldenHandlers.Waits(new GoldenCase("ood/new.json", GoldenCase.Parse(later))));
        Assert.Null(GoldenHandlers.Waits(new GoldenCase("snip/new.json", GoldenCase.Parse(later))));
    }

    [Fact]
    public void Parse_BareNotANumber_IsANumberOfTheCase()
    {
        var root = GoldenNode.Root(GoldenCase.Parse("""{"a": [NaN, -Infinity, 1], "b": "NaN \" Infinity"}"""));
        Assert.Equal([double.NaN, double.NegativeInfinity, 1], root["a"].Numbers());
        Assert.Equal("NaN \" Infinity", root["b"].Text());
    }

    [Theory]
    [InlineData("conv1 3x3 pad 1 (2->4) relu, maxpool 2x2, flatten, fc1 36->3; biases everywhere; input 2x6x6", "conv1.weight", "conv1.bias", "fc1.weight", "fc1.bias")]
    [InlineData("conv3x3(2->4,stride2,pad1) BN relu global-average-pool conv1x1(4->3) flatten; no biases; BN without affine parameters; names first, fc", "first.weight", "fc.weight")]
    [InlineData("conv1 2->3 5x5 pad 2 no bias, bn1 (fresh), relu, avgpool 2x2, mean over H,W, fc 3->2 with zero bias", "conv1.weight", "bn1.weight", "bn1.bias", "fc.weight", "fc.bias")]
    public void Description_OfAChain_NamesItsTensors(string words, params string[] names) =>
        Assert.Equal(names, ParameterDefinition.Of(DescriptionReader.Read(words, []).Layers).Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name));

    [Theory]
    [InlineData("conv1 3x4 (2->4), flatten, fc 4->2", "is not square")]
    [InlineData("conv1 3x3 pad 1, flatten, fc 4->2", "the widths of 'conv1' are not given")]
    [InlineData("relu, flatten", "describes no layer with weights")]
    [InlineData("conv1 3x3 (2->4) relu, pad 1", "'pad 1' belongs to no layer")]
    public void Description_ThatSaysTooLittleOrTooMuch_IsRefused(string words, string problem) =>
        Assert.Contains(problem, Assert.Throws<GoldenException>(() => DescriptionReader.Read(words, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Summary_CountsByFolder()
    {
        var summary = new GoldenSummary();
        summary.Passed("snip/a.json");
        summary.Failed("snip/b.json");
        summary.Unhandled("ood/c.json");
        Assert.Equal(
            ["golden: 2 handled, 1 passed, 1 unhandled", "  ood: 0 handled, 0 passed, 1 unhandled", "  snip: 2 handled, 1 passed, 0 unhandled", "  FAILED snip/b.json"],
            summary.ToString().Split(Environment.NewLine));
    }

    private static void Verify(string json) => GoldenHandlers.Verify(new GoldenCase("iterative-magnitude-pruning/small.json", GoldenCase.Parse(json)));
}
