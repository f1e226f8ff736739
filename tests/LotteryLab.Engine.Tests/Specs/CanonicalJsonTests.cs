using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Specs;

public class CanonicalJsonTests
{
    // Pairs of RFC 8785, appendix B, and of the numbers that specs hold.
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(-5e-324, "-5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(295147905179352830000.0, "295147905179352830000")]
    [InlineData(9.999999999999997e22, "9.999999999999997e+22")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e21, "1e+21")]
    [InlineData(999999999999999900000.0, "999999999999999900000")]
    [InlineData(9.999999999999997e-7, "9.999999999999997e-7")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(333333333.33333329, "333333333.3333333")]
    [InlineData(0.0012, "0.0012")]
    [InlineData(1e-8, "1e-8")]
    [InlineData(0.00002, "0.00002")]
    [InlineData(60.0, "60")]
    [InlineData(-1.5, "-1.5")]
    public void Write_Number_IsShortestText(double number, string expected)
    {
        Assert.Equal(expected, CanonicalJson.Write((object)number));
        Assert.Equal(expected, CanonicalJson.Write(JsonValue.Create(number)));
    }

    [Fact]
    public void Write_NegativeZero_IsZero() => Assert.Equal("0", CanonicalJson.Write((object)double.NegativeZero));

    [Theory]
    [InlineData("60.0", "60")]
    [InlineData("6e1", "60")]
    [InlineData("0.10", "0.1")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void Write_ParsedNumber_DoesNotDependOnSpelling(string written, string expected) =>
        Assert.Equal(expected, CanonicalJson.Write(JsonNode.Parse(written)));

    [Fact]
    public void Write_Single_UsesItsOwnDigits()
    {
        Assert.Equal("0.1", CanonicalJson.Write((object)0.1f));
        Assert.Equal("0.1", CanonicalJson.Write(JsonValue.Create(0.1f)));
    }

    [Fact]
    public void Write_Members_AreSortedByCodeUnits()
    {
        var node = JsonNode.Parse("""{"b":1,"a":{"z":[3,1,2],"Z":null},"é":true,"aa":"x","10":0,"9":0}""");

        Assert.Equal("""{"10":0,"9":0,"a":{"Z":null,"z":[3,1,2]},"aa":"x","b":1,"é":true}""", CanonicalJson.Write(node));
    }

    [Fact]
    public void Write_Text_IsEscapedMinimally() =>
        Assert.Equal("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/<é😀\\ud800\u007f\"", CanonicalJson.Write("\0\u001f\b\t\n\f\r\"\\/<é😀\ud800\u007f"));

    [Fact]
    public void Write_PlainValues_NeedNoJsonTree()
    {
        var value = new Dictionary<string, object?>
        {
            ["length"] = TrainingLength.Parse("2ep"),
            ["architecture"] = new ComponentSpec("lenet-300-100", new LeNetOptions { Dropout = 0.5 }),
            ["list"] = new[] { 1, 2 },
            ["none"] = null,
        };

        Assert.Equal("""{"architecture":{"dropout":0.5,"name":"lenet-300-100"},"length":"2ep","list":[1,2],"none":null}""", CanonicalJson.Write((object)value));
    }

    [Fact]
    public void Write_WhatJsonCannotSay_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write((object)double.NaN));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write((object)float.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new Version(1, 2)));
    }

    [Fact]
    public void OfComponent_OptionsAtTheirDefaults_AreLeftOut()
    {
        Assert.Equal("""{"name":"lenet-300-100"}""", CanonicalJson.OfComponent(new ComponentSpec("lenet-300-100", new LeNetOptions { Widths = [300, 100] })));
        Assert.Equal("""{"name":"lenet-300-100","widths":[300,10]}""", CanonicalJson.OfComponent(new ComponentSpec("lenet-300-100", new LeNetOptions { Widths = [300, 10] })));
    }

    [Fact]
    public void Write_AnyDouble_ReadsBackExactly() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), number =>
            double.Parse(CanonicalJson.Write((object)number.Get), CultureInfo.InvariantCulture) == number.Get)
            .Check(SpecProperties.Config);

    [Fact]
    public void Write_AnyText_ReadsBackExactly() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
            JsonNode.Parse(CanonicalJson.Write(text.Get.Replace('\ufffd', ' ')))!.GetValue<string>() == text.Get.Replace('\ufffd', ' '))
            .Check(SpecProperties.Config);
}
