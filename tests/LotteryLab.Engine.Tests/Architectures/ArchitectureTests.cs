using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Architectures;

public sealed class ArchitectureTests
{
    public static TheoryData<string> Names => [.. KnownArchitectures.All.Select(architecture => architecture.Descriptor.Name)];

    // VGG has four pools and ResNets of four stages halve three times, so 28 pixels are the smallest that everything takes.
    [Theory]
    [MemberData(nameof(Names))]
    public void EveryArchitecture_TakesAnyImageAndClassCount(string name)
    {
        var architecture = KnownArchitectures.Find(name);
        var options = Activator.CreateInstance(architecture.OptionsType)!;
        foreach (var (shape, classes) in new[] { (new ImageShape(1, 28, 28), 10), (new ImageShape(3, 32, 32), 100), (new ImageShape(3, 64, 64), 7), (new ImageShape(2, 35, 41), 2) })
        {
            var network = architecture.Build(options, shape, classes);
            Assert.NotEmpty(ShapeInference.Trace(network));
            Assert.Equal("fc.weight", network.Parameters.Single(parameter => parameter is { IsOutput: true, IsWeight: true }).Name);
        }
    }

    [Theory]
    [InlineData("lenet-300-100", 1, 28, 266_610)]
    [InlineData("conv-2", 3, 32, 4_301_642)]
    [InlineData("conv-4", 3, 32, 2_425_930)]
    [InlineData("conv-6", 3, 32, 2_262_602)]
    [InlineData("resnet-20", 3, 32, 272_474)]
    [InlineData("resnet-56", 3, 32, 855_770)]
    [InlineData("vgg-16", 3, 32, 14_728_266)]
    [InlineData("vgg-19", 3, 32, 20_040_522)]
    public void Parameters_AreAsManyAsPublished(string name, int channels, int side, long parameters)
    {
        var architecture = KnownArchitectures.Find(name);
        var network = architecture.Build(Activator.CreateInstance(architecture.OptionsType)!, new ImageShape(channels, side, side), 10);
        Assert.Equal(parameters, NetworkCosts.Of(network).ParametersTotal);
    }

    [Theory]
    [InlineData("resnet-18", 11_689_512)] // torchvision
    [InlineData("resnet-34", 21_797_672)]
    [InlineData("resnet-50", 25_557_032)]
    public void ImageNetResNets_AreTorchvisions(string name, long parameters) =>
        Assert.Equal(parameters, NetworkCosts.Of(KnownArchitectures.Find(name).Build(new ImageNetResNetOptions(), new ImageShape(3, 224, 224), 1000)).ParametersTotal);

    [Fact]
    public void ResNet18_WithCifarStem_HasThePrunableWeightsOfSynFlow() =>
        Assert.Equal(11_164_352, NetworkCosts.Of(KnownArchitectures.Find("resnet-18").Build(new ImageNetResNetOptions { Stem = "cifar" }, new ImageShape(3, 32, 32), 10)).WeightsPrunable);

    [Fact]
    public void ResNet20_NamesAreOpenLths()
    {
        var names = KnownArchitectures.Find("resnet-20").Build(new CifarResNetOptions(), new ImageShape(3, 32, 32), 10).Parameters.Select(parameter => parameter.Name).ToArray();
        Assert.Contains("conv.weight", names);
        Assert.Contains("blocks.3.shortcut.0.weight", names);
        Assert.Contains("blocks.3.shortcut.1.running_var", names);
        Assert.DoesNotContain("blocks.1.shortcut.0.weight", names);
    }

    [Fact]
    public void Vgg_CountsPoolsInItsNames() =>
        Assert.Contains("layers.3.conv.bias", KnownArchitectures.Find("vgg-16").Build(new VggOptions(), new ImageShape(3, 32, 32), 10).Parameters.Select(parameter => parameter.Name));

    [Fact]
    public void ImpossibleDepthOrImage_IsExplained()
    {
        Assert.Equal("architecture.depth", Assert.Throws<LotteryLabException>(() => CifarResNetPlan.OfDepth(21)).Code);
        Assert.Equal("network.shape", Assert.Throws<LotteryLabException>(() => KnownArchitectures.Find("vgg-16").Build(new VggOptions(), new ImageShape(3, 8, 8), 10)).Code);
    }

    [Theory]
    [InlineData("lenet-300-100")]
    [InlineData("conv-2")]
    [InlineData("resnet-20")]
    public void Network_WithFreshWeights_GivesFiniteLogits(string name)
    {
        using var scope = torch.NewDisposeScope();
        var architecture = KnownArchitectures.Find(name);
        var options = (ArchitectureOptions)Activator.CreateInstance(architecture.OptionsType)!;
        var network = architecture.Build(options, new ImageShape(1, 16, 16), 5);
        using var state = Initializer.Draw(network, options, 1);
        var logits = new Network(network).Forward(torch.ones([2, 1, 16, 16]), state);
        Assert.Equal([2, 5], logits.shape);
        Assert.All(logits.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void PrunableRule_IgnoresOutputShortcutsAndNames()
    {
        var network = KnownArchitectures.Find("resnet-20").Build(new CifarResNetOptions(), new ImageShape(3, 32, 32), 10);
        string[] Ignored(PrunableRule rule) => [.. PrunableRule.MaskedWeights(network).Where(rule.IsIgnored).Select(weight => weight.Name)];
        Assert.Empty(Ignored(PrunableRule.Everything));
        Assert.Equal(["fc.weight"], Ignored(new PrunableRule { IgnoreOutput = true }));
        Assert.Equal(["blocks.3.shortcut.0.weight", "blocks.6.shortcut.0.weight"], Ignored(new PrunableRule { IgnoreShortcuts = true }));
        Assert.Equal(["blocks.1.conv1.weight", "blocks.1.conv2.weight"], Ignored(new PrunableRule { IgnoredNames = ["blocks.1"] }));
        Assert.Equal("pruning.unknown-layer", Assert.Throws<LotteryLabException>(() => new PrunableRule { IgnoredNames = ["blocks.10"] }.Validate(network)).Code);
    }

    [Fact]
    public void Costs_UnderAMask_CountKeptWeightsOnly()
    {
        var network = KnownArchitectures.Find("conv-2").Build(new ConvOptions(), new ImageShape(3, 32, 32), 10);
        var masks = new MaskSet(PrunableRule.FullMasks(network).Entries.Select(entry => entry.Key == "conv_layers.1.weight" ? KeyValuePair.Create(entry.Key, BitMask.From(entry.Value.Count, i => i % 2 == 0)) : entry));
        var costs = NetworkCosts.Of(network, masks);
        Assert.Equal(43_780_608, costs.Macs);
        Assert.Equal(43_780_608 - (37_748_736 / 2), costs.SparseMacs);
        Assert.Equal(costs.WeightsPrunable - 18_432, costs.WeightsKept);
    }
}
