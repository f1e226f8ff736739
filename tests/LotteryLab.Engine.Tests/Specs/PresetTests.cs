using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class PresetTests
{
    public static TheoryData<string> PresetIds => [.. PresetCatalog.Ids()];

    [Fact]
    public void Ids_AllPresets_Ship() => Assert.Equal(
        [
            "bip-card-tiny", "bip-resnet-20", "dst-card-tiny", "dst-glyphs", "first-conv-ticket", "first-ticket", "gem-miner-card-tiny", "gem-miner-resnet-20", "lmc-resnet-20-rewind", "lth-2019-conv-2", "lth-2019-conv-4", "lth-2019-conv-6", "lth-2019-lenet",
            "lth-2019-lenet-small", "lth-2019-resnet-18-low-lr", "lth-2019-resnet-18-warmup", "lth-2019-vgg-19", "lth-card-tiny", "open-lth-lenet",
            "open-lth-resnet-20", "pruning-at-init-mnist-card", "pruning-at-init-mnist-grasp", "pruning-at-init-mnist-magnitude-at-init",
            "pruning-at-init-mnist-random", "pruning-at-init-mnist-snip", "pruning-at-init-sanity-mnist", "pruning-at-init-two-four", "renda-resnet-20-lr-rewinding",
            "shelf-at-a-glance", "shelf-at-a-glance-mnist",
            "synflow-2020-vgg-16-grasp", "synflow-2020-vgg-16-magnitude-at-init", "synflow-2020-vgg-16-snip", "synflow-2020-vgg-16-synflow",
        ],
        PresetCatalog.Ids());

    [Theory]
    [MemberData(nameof(PresetIds))]
    public void Find_Preset_IsReadAndSaysWhereItComesFrom(string id)
    {
        var preset = PresetCatalog.Default.Find(id);

        Assert.NotEmpty(preset.Title);
        Assert.NotEmpty(preset.Summary);
        Assert.NotEmpty(preset.Provenance.Source);
        Assert.All(preset.Provenance.Deviations, Assert.NotEmpty);
        Assert.Equal(SpecHash.Of(preset.Spec), SpecHash.Of(new SpecReader(ComponentCatalog.Default).Read(SpecWriter.Pretty(preset.Spec))));
    }

    [Theory]
    [MemberData(nameof(PresetIds))]
    public void Spec_BuiltWithItsDataShape_HasTheLayersThatItNames(string id)
    {
        var spec = PresetCatalog.Default.Find(id).Spec;
        var isGrey = spec.Dataset.Name is "mnist" or "fashion-mnist" or "kmnist" or "glyphs";
        var shape = isGrey ? new Engine.Networks.ImageShape(1, 28, 28) : new Engine.Networks.ImageShape(3, 32, 32);
        var network = ComponentCatalog.Default.Find<Engine.Architectures.IArchitecture>(spec.Architecture.Name).Build(spec.Architecture.Options, shape, 10);

        if (spec.Method.Options is Engine.Methods.ImpOptions imp)
        {
            Assert.Subset(network.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => parameter.Name).ToHashSet(), imp.IgnoreLayers.Concat(imp.LayerRates.Keys).ToHashSet());
        }
    }

    [Fact]
    public void All_EveryPreset_IsAnotherExperiment() =>
        Assert.Equal(PresetCatalog.Ids().Count, PresetCatalog.Default.All.Select(preset => SpecHash.Of(preset.Spec)).Distinct().Count());

    [Fact]
    public void Find_UnknownPreset_SuggestsTheNearest() =>
        Assert.Contains("'first-ticket'", Assert.Throws<LotteryLabException>(() => PresetCatalog.Default.Find("first-tickets")).Message, StringComparison.Ordinal);

    [Fact]
    public void Canonical_ExampleOfTheDocumentation_IsPinned()
    {
        // Stored results are found by these texts: when this test fails, a default changed and old experiments would be mistaken for new ones.
        const string example = """
            {"version":1,"name":"…","architecture":{"name":"lenet-300-100"},"dataset":{"name":"mnist"},"training":{"optimizer":{"name":"adam","learningRate":0.0012},"batchSize":60,"length":"5000it","evaluateEvery":"100it"},"method":{"name":"imp","rule":"layerwise","rate":0.2,"outputRateFactor":0.5,"rounds":12,"rewindTo":"0it"},"controls":["random-reinit","shuffled-mask"],"replicates":3,"seed":1}
            """;

        var spec = new SpecReader(ComponentCatalog.Default).Read(example);

        Assert.Equal(
            """{"architecture":{"name":"lenet-300-100"},"controls":[{"name":"random-reinit"},{"name":"shuffled-mask"}],"dataset":{"name":"mnist"},"method":{"name":"imp","outputRateFactor":0.5},"replicates":3,"seed":1,"training":{"batchSize":60,"evaluateEvery":"100it","length":"5000it","optimizer":{"name":"adam"}},"version":1}""",
            SpecWriter.Canonical(spec));
        Assert.Equal("b3b46889b8b352f7f6b9bf7818577101c377d5bd7efbf0e9a8f3c53ae6ecc276", SpecHash.Of(spec));
    }

    [Fact]
    public void Canonical_OrderOfControlsAndAnnotations_MakeNoOtherExperiment()
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        json["controls"] = JsonNode.Parse("""["every-kind",{"name":"every-kind","whole":1}]""");
        var first = SpecTestCatalog.Reader.Read(json.ToJsonString());
        json["controls"] = JsonNode.Parse("""[{"whole":1.0,"name":"every-kind"},{"name":"every-kind","number":0.50}]""");
        json["name"] = "another";
        json["notes"] = "text";
        json["tags"] = new JsonArray("tag");
        var second = SpecTestCatalog.Reader.Read(json.ToJsonString());

        Assert.Equal(SpecHash.Of(first), SpecHash.Of(second));
        Assert.NotEqual(SpecHash.Of(first), SpecHash.Of(second with { Seed = 2 }));
    }
}
