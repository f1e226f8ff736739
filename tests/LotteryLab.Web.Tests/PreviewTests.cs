using LotteryLab.Web.Preview;

namespace LotteryLab.Web.Tests;

public sealed class PreviewTests
{
    [Fact]
    public void Palette_OfPictures_IsThatOfTheStyleSheet() =>
        Assert.All(Colour.Tokens, token => Assert.Equal(Colour.Of(PaletteTests.LightOf(token.Key)), token.Value));

    [Fact]
    public void Font_HasEveryLetterThatTheKeyboardHas() =>
        Assert.All(Enumerable.Range(33, 94).Select(code => ((char)code).ToString()), letter => Assert.NotEqual(Drawn("\u4e2d"), Drawn(letter)));

    [Theory]
    [InlineData("é", "e")]
    [InlineData("Ü", "U")]
    [InlineData("“", "\"")]
    public void Font_LetterWithoutAGlyph_IsDrawnAsTheNearestOne(string letter, string nearest) => Assert.Equal(Drawn(nearest), Drawn(letter));

    [Fact]
    public void Wrap_ALongText_KeepsWordsWholeAndCutsTheLastLine()
    {
        var lines = StrokeFont.Wrap("one two three four five six seven eight nine ten", 12, 120, 2);
        Assert.Equal(2, lines.Count);
        Assert.EndsWith("…", lines[1]);
        Assert.All(lines, line => Assert.True(StrokeFont.Width(line, 12) <= 120));
    }

    [Fact]
    public void Stroke_ThroughItsMiddle_CoversPixelsByTheirShare()
    {
        var raster = new Raster(8, 8, Colour.Of("#000000"));
        raster.Stroke([new(-4, 4), new(12, 4)], 2, Colour.Of("#ffffff"));
        var image = raster.ToPng();
        Assert.NotEqual(new Raster(8, 8, Colour.Of("#000000")).ToPng(), image);
        var half = new Raster(8, 8, Colour.Of("#000000"));
        half.Stroke([new(-4, 4), new(12, 4)], 2, Colour.Of("#ffffff"), opacity: 0.5);
        Assert.NotEqual(image, half.ToPng());
    }

    [Fact]
    public void Card_WithoutRoundsAndWithAnEndlessTitle_IsStillDrawn()
    {
        var png = new PreviewCard(new string('W', 500), "", "", []).ToPng();
        Assert.True(png.Length > 1000);
    }

    private static byte[] Drawn(string text)
    {
        var raster = new Raster(40, 40, Colour.Of("#ffffff"));
        StrokeFont.Draw(raster, text, new Dot(4, 30), 18, Colour.Of("#000000"), 2);
        return raster.ToPng();
    }
}
