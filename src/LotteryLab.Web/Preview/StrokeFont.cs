using System.Globalization;
using System.Text;

namespace LotteryLab.Web.Preview;

/// <summary>
/// Letters made of lines, for pictures that the server draws: a server has no font that we could count on. A glyph is a width and strokes, each either points
/// (two digits to base 36, x and y) or an arc (<c>@</c>, box left, bottom, right, top, then two angles in steps of 15 degrees, counter-clockwise from three
/// o'clock). The baseline is y = 8, small letters reach 20, capitals and digits 26, tails 2.
/// </summary>
internal static class StrokeFont
{
    private const int Baseline = 8;
    private const int CapHeight = 18;
    private const int Gap = 5;
    private const int SpaceWidth = 7;

    private const string Table = """
        a a @08ak0o aka8
        b a 0q08 @08ak0o
        c a @08ak3l
        d a aqa8 @08ak0o
        e a 0eae @08ak0l
        f 7 3m38 @3ibq6c 0k7k
        g a @08ak0o aka7 @02acco
        h a 0q08 @08ak0c aea8
        i 2 1k18 1o1p
        j 4 3k352202 3o3p
        k 9 0q08 9k0d 3f98
        l 2 1q18
        m g 0k08 @088k0c 8e88 @88gk0c geg8
        n a 0k08 @08ak0c aea8
        o a @08ak0o
        p a 0k02 @08ak0o
        q a aka2 @08ak0o
        r 7 0k08 @08ck5c
        s 9 @0e9k2i @089eeu
        t 8 3q3d @38bhci 0k8k
        u a 0k0e @08akco aka8
        v a 0k58ak
        w e 0k487ka8ek
        x 9 0k98 089k
        y a 0k58 ak22
        z 9 0k9k0898
        A e 087qe8 2ece
        B b 0q08 0q5q @0haqiu 0h5h @08bhiu 0858
        C e @08eq3l
        D d 0q08 0q6q @08dqiu 0868
        E a aq0q08a8 0h8h
        F a aq0q08 0h8h
        G e @08eq3o eh8h
        H c 0q08 cqc8 0hch
        I 2 1q18
        J 8 8q8c @088gco
        K b 0q08 bq0f 4jb8
        L 9 0q0898
        M f 080q7bfqf8
        N c 080qc8cq
        O g @08gq0o
        P b 080q5q @0gbqiu 0g5g
        Q g @08gq0o acg7
        R b 080q5q @0gbqiu 0g5g 5gb8
        S c @0hcq2i @08cheu
        T c 0qcq 6q68
        U c 0q0e @08ckco cqce
        V e 0q78eq
        W i 0q489qe8iq
        X c 0qc8 08cq
        Y c 0q6hcq 6h68
        Z c 0qcq08c8
        0 a @08aq0o
        1 6 0m4q48
        2 a @0gaqmz 9i08a8
        3 a @0haqiy @08aheu
        4 b 787q0dbd
        5 a 9q1q1h @08ajex
        6 a @08aj0o @08gq6c 0h0d
        7 a 0qaq38
        8 a @1i9q0o @08ai0o
        9 a @0faq0o akae48
        . 2 1819
        , 3 1905
        : 2 1819 1i1j
        ; 3 1905 1i1j
        ! 2 1q1d 1819
        ? 9 @0h9qiz 5h5d 5859
        ' 2 1q1l
        " 5 1q1l 4q4l
        ( 5 @05eq8g
        ) 5 0p3m4g3a05
        [ 4 4q0q0545
        ] 4 0q4q4505
        { 5 5q3q3h1g3f3555
        } 5 0q2q2h4g2f2505
        / 9 069q
        \ 9 0q96
        | 2 1q15
        - 7 0f7f
        – a 0faf
        − b 0fbf
        _ a 05a5
        + c 6l69 0fcf
        = a 0iai 0cac
        * 8 4q4i 0o8k 0k8o
        < a ak0ea8
        > a 0kae08
        % g @0j6q0o @a8gf0o 08gq
        # c 0ece 0kck 285q 78aq
        & d d83l3o5q7q8o8m1d1a3878ce
        @ g @08gq0o @4cck0o
        $ c @0hcq2i @08cheu 6s66
        ^ 8 0l4q8l
        ~ a 0d3g7cag
        ` 3 0q3m
        ° 5 @0k5q0o
        · 2 1g1h
        × 9 0j9a 0a9j
        … a 1819 5859 9899
        ± c 6m6b 0gcg 08c8
        """;

    // Not Normalize: on a server without ICU it leaves accents where they are.
    private const string Accented = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿčČćĆřŘšŠžŽłŁ’‘“”—";
    private const string Plain = "AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyycCcCrRsSzZlL''\"\"–";
    private static readonly Dictionary<char, Glyph> Glyphs = Read();

    // What no glyph shows: an empty box says that something stands there.
    private static readonly Glyph Box = new(9, [[new(0, 8), new(0, 26), new(9, 26), new(9, 8), new(0, 8)]]);

    /// <summary>Width of a text in pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Height of capitals in pixels.</param>
    public static double Width(string text, double size)
    {
        var units = Letters(text).Sum(letter => letter is null ? SpaceWidth + Gap : letter.Width + Gap);
        return Math.Max(0, units - Gap) * size / CapHeight;
    }

    /// <summary>Draws a text.</summary>
    /// <param name="raster">Where.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">Left end of the baseline.</param>
    /// <param name="size">Height of capitals in pixels.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="weight">Width of the lines in pixels.</param>
    public static void Draw(Raster raster, string text, Dot at, double size, Colour colour, double weight)
    {
        var scale = size / CapHeight;
        var x = at.X;
        foreach (var letter in Letters(text))
        {
            foreach (var stroke in letter?.Strokes ?? [])
            {
                raster.Stroke([.. stroke.Select(point => new Dot(x + (point.X * scale), at.Y - ((point.Y - Baseline) * scale)))], weight, colour);
            }

            x += ((letter?.Width ?? SpaceWidth) + Gap) * scale;
        }
    }

    /// <summary>The beginning of a text that fits, with an ellipsis when something is left out.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Width(text, size) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 0 && Width(text[..length].TrimEnd() + "…", size) > width)
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    /// <summary>A text in lines of a width; the last one is cut when there are more.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, int most)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size) > width && lines.Count < most - 1)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        return [.. lines.Append(line).Where(one => one.Length > 0).Select(one => Fit(one, size, width))];
    }

    // Accents go where no glyph has them; what is left is the letter that people recognise.
    private static IEnumerable<Glyph?> Letters(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Control)
            {
                continue;
            }

            var letter = rune.IsBmp ? (char)rune.Value : '\uFFFD';
            yield return char.IsWhiteSpace(letter) ? null : Glyphs.GetValueOrDefault(Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var place ? Plain[place] : letter, Box);
        }
    }

    private static Dictionary<char, Glyph> Read()
    {
        var glyphs = new Dictionary<char, Glyph>();
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(' ');
            glyphs.Add(parts[0][0], new Glyph(Digit(parts[1][0]), [.. parts[2..].Select(stroke => stroke[0] == '@' ? Arc(stroke) : Points(stroke))]));
        }

        return glyphs;
    }

    private static List<Dot> Points(string stroke) => [.. Enumerable.Range(0, stroke.Length / 2).Select(point => new Dot(Digit(stroke[point * 2]), Digit(stroke[(point * 2) + 1])))];

    private static List<Dot> Arc(string stroke)
    {
        var (left, bottom, right, top, from, to) = (Digit(stroke[1]), Digit(stroke[2]), Digit(stroke[3]), Digit(stroke[4]), Digit(stroke[5]), Digit(stroke[6]));
        return [.. Enumerable.Range(0, ((to - from) * 2) + 1).Select(step =>
        {
            var angle = (from + (step / 2.0)) * Math.PI / 12;
            return new Dot(((left + right) / 2.0) + ((right - left) / 2.0 * Math.Cos(angle)), ((bottom + top) / 2.0) + ((top - bottom) / 2.0 * Math.Sin(angle)));
        })];
    }

    private static int Digit(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : digit - 'a' + 10;

    private sealed record Glyph(int Width, IReadOnlyList<IReadOnlyList<Dot>> Strokes);
}
