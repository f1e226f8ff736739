using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning.Allocation;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class DensityAllocationTests
{
    private static readonly AllocationLayer[] Small = [new("conv.weight", [8, 3, 3, 3]), new("hidden.weight", [50, 80]), new("fc.weight", [10, 50])];

    public static TheoryData<string> Names => [.. ComponentCatalog.Default.Of<IDensityAllocation>().Select(rule => rule.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Allocate_AnyRule_KeepsBetweenNothingAndAll(string name)
    {
        foreach (var density in new[] { 1, 0.9, 0.5, 0.3 })
        {
            var densities = Allocate(name, density);

            Assert.Equal(Small.Select(layer => layer.Name), densities.Layers.Select(layer => layer.Name));
            Assert.All(densities.Layers, layer => Assert.InRange(layer.Kept, 0, layer.Count));
            Assert.All(densities.Layers, layer => Assert.InRange(layer.Density, 0, 1 + 1e-12));
            Assert.Equal((double)densities.Kept / Small.Sum(layer => layer.Count), densities.Total);
        }
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("er")]
    [InlineData("erk")]
    [InlineData("uniform_plus")]
    [InlineData("given")]
    public void Allocate_RuleThatCountsEverything_MeetsTheDensityToAWeightALayer(string name) =>
        Assert.InRange(Allocate(name, 0.3).Kept - (0.3 * Small.Sum(layer => layer.Count)), 0, 2 * Small.Length);

    [Fact]
    public void Allocate_FirstLayerDense_ComesOnTop()
    {
        var densities = Allocate("uniform_first_dense", 0.1);

        Assert.True(densities["conv.weight"].IsExtra);
        Assert.Equal(216, densities["conv.weight"].Kept);
        Assert.Equal(400, densities["hidden.weight"].Kept);
        Assert.True(densities.Total > 0.1);
    }

    [Fact]
    public void Allocate_FixedDensity_IsLeftOutOfTheRule()
    {
        var densities = new ErkAllocation().Allocate(Small, 0.1, new ErdosRenyiOptions { FixedDensities = new Dictionary<string, double> { ["conv"] = 1 } });
        var rest = new ErkAllocation().Allocate(Small[1..], 0.1, new ErdosRenyiOptions());

        Assert.Equal(216, densities["conv.weight"].Kept);
        Assert.Equal(rest["hidden.weight"].Kept, densities["hidden.weight"].Kept);
    }

    [Fact]
    public void Allocate_PowerZero_IsUniform() =>
        Assert.All(new ErkAllocation().Allocate(Small, 0.25, new ErdosRenyiOptions { PowerScale = 0 }).Layers, layer => Assert.Equal(0.25, layer.Density, 0.002));

    [Fact]
    public void Allocate_UniformPlusBelowItsFirstLayer_SaysWhy()
    {
        var exception = Assert.Throws<LotteryLabException>(() => Allocate("uniform_plus", 0.05));

        Assert.Contains("too low for uniform_plus", exception.Message, StringComparison.Ordinal);
        Assert.Equal("allocation.impossible", exception.Code);
    }

    [Fact]
    public void Allocate_SmartRatioBeyondALayer_PassesTheSurplusOnInWholeWeights()
    {
        // Half of 117 weights, shares in the ratio 12 : 6 : 2 of 396 parts: 1.773, 0.886 and 0.295. Six whole weights do not fit into the first
        // layer; the second has room for two of them, so four go to the third, beside 26 of its own.
        AllocationLayer[] layers = [new("a.weight", [1, 1, 3, 3]), new("b.weight", [2, 1, 3, 3]), new("c.weight", [10, 1, 3, 3])];
        var densities = new SmartRatioAllocation().Allocate(layers, 0.5, new SmartRatioOptions());

        Assert.Equal([9L, 18L, 30L], densities.Layers.Select(layer => layer.Kept));
    }

    [Fact]
    public void Allocate_UnknownName_ListsTheTensors()
    {
        var options = new AllocationOptions { FixedDensities = new Dictionary<string, double> { ["conv9"] = 1 } };

        Assert.Contains("conv.weight, hidden.weight, fc.weight", Assert.Throws<LotteryLabException>(() => new UniformAllocation().Allocate(Small, 0.1, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allocate_GivenDensities_ShareTheRest()
    {
        var densities = new GivenAllocation().Allocate(Small, 0.5, new GivenOptions { Densities = new Dictionary<string, double> { ["hidden"] = 0.45 } });

        Assert.Equal(1800, densities["hidden.weight"].Kept);
        Assert.Equal(densities["conv.weight"].Density, densities["fc.weight"].Density);
        Assert.InRange(densities.Total, 0.5, 0.501);
    }

    [Fact]
    public void Of_Mask_DrawsTheSameCountsElsewhere()
    {
        var mask = new MaskSet([new("hidden.weight", BitMask.From(4000, i => i < 123)), new("fc.weight", BitMask.From(500, i => i % 2 == 0))]);

        var drawn = LayerDensities.Of(mask).Draw(7);

        Assert.Equal([123L, 250L], drawn.Entries.Select(entry => entry.Value.Kept));
        Assert.False(drawn["hidden.weight"].Equals(mask["hidden.weight"]));
        Assert.Equal(drawn["fc.weight"], LayerDensities.Of(mask).Draw(7)["fc.weight"]);
    }

    private static LayerDensities Allocate(string name, double density) =>
        ComponentCatalog.Default.Find<IDensityAllocation>(name).Allocate(Small, density, ComponentCatalog.Default.WithDefaults<IDensityAllocation>(name).Options);
}
