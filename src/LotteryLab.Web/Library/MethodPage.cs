using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Planning;
using Markdig;
using Microsoft.AspNetCore.Components;

namespace LotteryLab.Web.Library;

/// <summary>The text of a method, taken apart: the Markdown file beside its class, one section for each heading.</summary>
internal sealed class MethodPage
{
    /// <summary>Headings that the page puts in places of their own.</summary>
    public const string Idea = "What it does";

    /// <inheritdoc cref="Idea"/>
    public const string Picture = "The picture";

    /// <inheritdoc cref="Idea"/>
    public const string Formula = "The formula";

    /// <inheritdoc cref="Idea"/>
    public const string Steps = "Step by step";

    /// <inheritdoc cref="Idea"/>
    public const string Needs = "What it needs";

    // What authors write is text: HTML in it stays text too.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();
    private static readonly string[] Placed = [Idea, Picture, Formula, Steps, Needs];
    private readonly List<(string Heading, string Text)> sections = [];

    private MethodPage(string text)
    {
        foreach (var part in $"\n{text.ReplaceLineEndings("\n")}".Split("\n## ", StringSplitOptions.RemoveEmptyEntries))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            if (end > 0)
            {
                sections.Add((part[..end].Trim(), part[end..].Trim('\n')));
            }
        }

        var picture = Text(Picture);
        var close = picture.IndexOf('`', Math.Min(1, picture.Length));
        (PictureKind, PictureText) = picture.StartsWith('`') && close > 0 ? (picture[1..close], picture[(close + 1)..].Trim()) : ("", picture);
    }

    /// <summary>Kind of the picture, in the words of <see cref="MethodPicture"/>; empty when the text names none.</summary>
    public string PictureKind { get; }

    /// <summary>What is to be seen in it.</summary>
    public string PictureText { get; }

    /// <summary>Sections that have no place of their own, in the order of the text.</summary>
    public IEnumerable<string> Others => sections.Select(section => section.Heading).Except(Placed, StringComparer.Ordinal);

    /// <summary>The page of a method; null where its author has written none.</summary>
    public static MethodPage? Of(IPruningMethod method) => MethodText.Of(method) is { } text ? Parse(text) : null;

    /// <summary>Takes a text apart.</summary>
    internal static MethodPage Parse(string text) => new(text);

    /// <summary>Whether the text has a section.</summary>
    public bool Has(string heading) => Text(heading).Length > 0;

    /// <summary>Markdown of a section; empty where there is none.</summary>
    public string Text(string heading) => sections.Find(section => section.Heading == heading).Text ?? "";

    /// <summary>A section as HTML. Code and tables can be reached and scrolled by keyboard.</summary>
    public MarkupString Html(string heading) => new(Markdown.ToHtml(Text(heading), Pipeline)
        .Replace("<pre>", "<pre tabindex=\"0\">", StringComparison.Ordinal)
        .Replace("<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>", StringComparison.Ordinal)
        .Replace("</table>", "</table></div>", StringComparison.Ordinal));
}
