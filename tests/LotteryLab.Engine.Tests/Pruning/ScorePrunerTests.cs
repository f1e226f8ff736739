using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Flow;
using LotteryLab.Engine.Pruning.Granularities;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class ScorePrunerTests
{
    private static readonly VggOptions Narrow = new() { WidthDivisor = 32, NormInitializer = "fixed" };
    private static readonly NetworkDefinition Vgg = ((IArchitecture)new Vgg16()).Build(Narrow, new ImageShape(3, 32, 32), 10);

    [Fact]
    public void Prune_SynflowToOneWeightALayer_KeepsExactlyOneInEvery()
    {
        using var state = Initializer.Draw(Vgg, Narrow, 0);
        var weights = Vgg.Parameters.Where(parameter => parameter.IsWeight).ToList();
        var request = Request("synflow", (double)weights.Count / weights.Sum(weight => weight.Count)) with { Iterations = 100 };

        var outcome = Prune(state, request);

        Assert.All(outcome.Masks.Entries, entry => Assert.Equal(1, entry.Value.Kept));
        Assert.True(LivePaths.Of(Vgg, outcome.Masks).IsConnected);
        Assert.All(outcome.Iterations, iteration => Assert.True(iteration.PrunedShare < 1));
    }

    [Fact]
    public void Prune_SynflowInASingleShot_CollapsesAndIsNamed()
    {
        using var state = Initializer.Draw(Vgg, Narrow, 0);

        var masks = Prune(state, Request("synflow", 0.002)).Masks;
        var collapse = LayerCollapse.Of(Vgg, masks, LivePaths.Of(Vgg, masks));

        Assert.True(collapse.IsCollapsed);
        Assert.NotEmpty(collapse.Cut);
    }

    [Fact]
    public void Prune_DeadLayer_IsNamed()
    {
        using var state = Initializer.Draw(Vgg, Narrow, 0);
        var third = Vgg.Parameters.Where(parameter => parameter.Role == ParameterRole.ConvolutionWeight).ElementAt(2).Name;
        using (torch.no_grad())
        {
            state[third].zero_();
        }

        var outcome = Prune(state, Request("synflow", 0.5));

        var warning = Assert.Single(outcome.Warnings);
        Assert.Equal("no-flow", warning.Code);
        Assert.Contains($"'{third[..^".weight".Length]}'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prune_IteratedSnipInExactMode_GivesNestedMasks()
    {
        using var state = Initializer.Draw(Vgg, Narrow, 1);
        using var images = torch.randn([20, 3, 32, 32], generator: new torch.Generator(3));
        using var labels = torch.arange(20).remainder(10);
        var data = new GivenScoreData([new ScoreBatch(images, labels)]);
        var wide = Prune(state, Request("snip", 0.3), data: data).Masks;

        var narrow = Prune(state, Request("snip", 0.1) with { Iterations = 4 }, wide, data).Masks;

        Assert.True(narrow.IsSubsetOf(wide));
        Assert.Equal(ScorePool.RemovedAt(0.1, wide.Count), narrow.Count - narrow.Kept);
    }

    [Fact]
    public void Prune_Groups_LeaveUnfitTensorsDense()
    {
        using var state = Initializer.Draw(Vgg, Narrow, 0);
        var request = Request("magnitude", 0.5) with { Granularity = new ComponentSpec("n-m", new GroupOptions { Kept = 1, Of = 2 }), Scope = ScoreScope.Local };

        var outcome = Prune(state, request);

        Assert.Equal(Vgg.Parameters.First(parameter => parameter.IsWeight).Name, Assert.Single(outcome.Dense));
        Assert.Equal(outcome.Asked, outcome.Masks.Kept);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("kernel")]
    public void Prune_Blocks_GoWhole(string granularity)
    {
        using var state = Initializer.Draw(Vgg, Narrow, 0);
        var request = Request("magnitude", 0.4) with { Granularity = new ComponentSpec(granularity, new NoOptions()) };

        var outcome = Prune(state, request);

        Assert.Equal(["fc.weight"], outcome.Dense);
        foreach (var weight in Vgg.Parameters.Where(parameter => parameter.Role == ParameterRole.ConvolutionWeight))
        {
            var size = granularity == "filter" ? weight.FanIn : weight.Shape[2] * weight.Shape[3];
            Assert.All(Blocks(outcome.Masks[weight.Name], size), kept => Assert.True(kept == 0 || kept == size));
        }
    }

    [Fact]
    public void Create_GranularityThatFitsNothing_SaysSo()
    {
        var linear = new NetworkDefinition(new ImageShape(1, 1, 3), 2, [new FlattenLayer(), new LinearLayer("fc", 3, 2)]);

        var exception = Assert.Throws<LotteryLabException>(() => new ScorePruner(ComponentCatalog.Default, linear, Request("magnitude", 0.5) with { Granularity = new ComponentSpec("row", new NoOptions()) }));

        Assert.Equal("pruning.granularity", exception.Code);
    }

    [Fact]
    public void Shuffle_Weights_PermutesWhatIsKept()
    {
        var mask = BitMask.From(100, i => i % 3 == 0);
        float[] values = [.. Enumerable.Range(0, 100).Select(i => (float)i)];

        var shuffled = Engine.Steps.Kinds.ShuffleWeightsStep.Shuffle(values, mask, 5);

        Assert.Equal(values.Where((_, i) => mask[i]), shuffled.Where((_, i) => mask[i]).Order());
        Assert.NotEqual(values, shuffled);
        Assert.All(Enumerable.Range(0, 100).Where(i => !mask[i]), i => Assert.Equal(values[i], shuffled[i]));
        Assert.Equal(shuffled, Engine.Steps.Kinds.ShuffleWeightsStep.Shuffle(values, mask, 5));
    }

    private static ScoreOutcome Prune(NetworkState state, ScoreRequest request, MaskSet? before = null, ScoreData? data = null) =>
        new ScorePruner(ComponentCatalog.Default, Vgg, request).Prune(state, before, data, onIteration: null, TestContext.Current.CancellationToken);

    private static IEnumerable<int> Blocks(BitMask mask, long size) =>
        Enumerable.Range(0, (int)mask.Count).GroupBy(i => i / size).Select(block => block.Count(i => mask[i]));

    private static ScoreRequest Request(string criterion, double density) => new()
    {
        Criterion = ComponentCatalog.Default.WithDefaults<ICriterion>(criterion),
        Density = density,
        Granularity = new ComponentSpec("weight", new NoOptions()),
        Data = new ScoreDataSettings(10, 256, IsTraining: false, ScoreDataSettings.Intact),
    };
}
