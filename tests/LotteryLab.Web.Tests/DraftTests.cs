using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Drafts;

namespace LotteryLab.Web.Tests;

public sealed class DraftTests
{
    private readonly SpecDraft draft = new(ComponentCatalog.Default, PresetCatalog.Default.Find("first-ticket").Spec);

    [Fact]
    public void Draft_OfPreset_IsTheSameSpec()
    {
        Assert.Empty(draft.Problems);
        Assert.Equal(SpecHash.Of(PresetCatalog.Default.Find("first-ticket").Spec), SpecHash.Of(draft.Spec!));
    }

    [Fact]
    public void Set_OfAnImpossibleValue_SaysWhereAndKeepsTheRest()
    {
        var method = (JsonObject)draft.Root["method"]!;
        draft.Set(method, "rate", JsonValue.Create(3));
        var problem = Assert.Single(draft.Problems);
        Assert.Equal("method.rate", problem.Path);
        Assert.Null(draft.Spec);
        Assert.Equal(1, draft.CountBelow("method"));
        draft.Set(method, "rate", JsonValue.Create(0.3));
        Assert.NotNull(draft.Spec);
    }

    [Fact]
    public void TryReplace_WithTornText_KeepsTheDraftAndNamesTheLine()
    {
        var before = draft.Text;
        Assert.False(draft.TryReplace("{\n \"name\": ", out var problem));
        Assert.Contains("line 2", problem);
        Assert.Equal(before, draft.Text);
    }

    [Fact]
    public void TryReplace_WithTheTextOfAnother_IsThatOther()
    {
        var other = PresetCatalog.Default.Find("lth-2019-lenet").Spec;
        Assert.True(draft.TryReplace(SpecWriter.Pretty(other), out _));
        Assert.Equal(SpecHash.Of(other), SpecHash.Of(draft.Spec!));
    }

    [Fact]
    public void Toggle_OfAControl_AddsItWithDefaultsAndTakesItOut()
    {
        var option = OptionDeclaration.Of(typeof(ExperimentSpec)).First(option => option.Name == "controls");
        var entry = ComponentCatalog.Default.Entries(option.Contract!).First(entry => entry.Name == "random-reinit");
        draft.Toggle(draft.Root, option, entry, isIn: false);
        Assert.DoesNotContain(draft.Spec!.Controls, control => control.Name == "random-reinit");
        draft.Toggle(draft.Root, option, entry, isIn: true);
        Assert.Contains(draft.Spec!.Controls, control => control.Name == "random-reinit");
        Assert.Empty(draft.Problems);
    }

    [Theory]
    [InlineData("0.3", "0.3")]
    [InlineData("1e-3", "0.001")]
    [InlineData("three", "\"three\"")]
    public void Read_OfANumberField_KeepsWhatCannotBeReadAsText(string typed, string json) =>
        Assert.Equal(json, FieldText.Read(Option("rate"), typed)!.ToJsonString());

    [Fact]
    public void Read_OfAnEmptyNumberField_MeansTheDefault() => Assert.Null(FieldText.Read(Option("rate"), " "));

    [Fact]
    public void Read_OfAMap_PairsNamesAndNumbers()
    {
        var map = FieldText.Read(Option("layerRates"), "fc1.weight: 0.2, fc2.weight: 0.1")!;
        Assert.Equal("""{"fc1.weight":0.2,"fc2.weight":0.1}""", map.ToJsonString());
        Assert.Equal("fc1.weight: 0.2, fc2.weight: 0.1", FieldText.Of(map));
    }

    [Fact]
    public void Words_OfAName_AreWords() => Assert.Equal("Learning rate", FieldText.Words("learningRate"));

    private static OptionDeclaration Option(string name) => OptionDeclaration.Of(typeof(ImpOptions)).First(option => option.Name == name);
}
