using System.Text.Json.Nodes;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class JsonSchemaTests
{
    private static readonly SchemaValidator Validator = new(JsonSchema.Create(SpecTestCatalog.Catalog));

    public static TheoryData<string> PresetIds => [.. PresetCatalog.Ids()];

    [Fact]
    public void Text_SameComponents_SameBytes()
    {
        var other = ComponentCatalog.FromTypes(SpecTestCatalog.Catalog.All.Select(entry => entry.Component.GetType()).Distinct().Reverse());

        Assert.Equal(JsonSchema.Text(SpecTestCatalog.Catalog), JsonSchema.Text(other));
    }

    [Fact]
    public void Create_Option_CarriesTypeRangeDefaultAndHelp()
    {
        var schema = JsonSchema.Create(SpecTestCatalog.Catalog);
        var option = schema["$defs"]!["control.every-kind"]!["properties"]!["number"]!;

        Assert.Equal("""{"default":0.5,"description":"A number.","exclusiveMinimum":0,"maximum":1,"type":"number"}""", CanonicalJson.Write(option));
        Assert.Equal("constant", schema["properties"]!["training"]!["properties"]!["schedule"]!["default"]!.GetValue<string>());
        Assert.Equal("imp", schema["$defs"]!["method.imp"]!["properties"]!["name"]!["const"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("replicates", "0")]
    [InlineData("replicates", "1.5")]
    [InlineData("colour", "1")]
    [InlineData("method", "\"imp2\"")]
    [InlineData("method", "{\"name\":\"imp\",\"rate\":0}")]
    [InlineData("method", "{\"name\":\"imp\",\"rule\":\"best\"}")]
    [InlineData("controls", "[{\"name\":\"every-kind\",\"length\":\"\"}]")]
    [InlineData("controls", "[{\"name\":\"every-kind\",\"map\":{\"a\":2}}]")]
    public void Schema_WhatTheReaderRefuses_IsRefused(string field, string value)
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        Assert.True(Validator.Accepts(json));

        json[field] = JsonNode.Parse(value);

        Assert.Null(SpecTestCatalog.Reader.TryRead(json.ToJsonString(), out _));
        Assert.False(Validator.Accepts(json));
    }

    [Fact]
    public void Schema_ZeroLengths_AreRefusedWhereLengthsMustBePositive()
    {
        var json = JsonNode.Parse(SpecTestCatalog.Minimal)!.AsObject();
        foreach (var (text, isAllowed) in new[] { ("0it", false), ("0ep0it", false), ("", false), ("10ep", true), ("0ep3it", true) })
        {
            json["training"]!["length"] = text;

            Assert.Equal(isAllowed, Validator.Accepts(json));
            Assert.Equal(isAllowed, SpecTestCatalog.Reader.TryRead(json.ToJsonString(), out _) is not null);
        }
    }

    [Theory]
    [MemberData(nameof(PresetIds))]
    public void Schema_Preset_IsAccepted(string id)
    {
        var validator = new SchemaValidator(JsonSchema.Create(ComponentCatalog.Default));

        Assert.True(validator.Accepts(SpecWriter.ToNode(PresetCatalog.Default.Find(id).Spec)));
    }
}
