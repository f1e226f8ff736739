using System.Text;

namespace LotteryLab.Worker.Text;

/// <summary>A table of plain text: two spaces between columns, numbers to the right. It reads the same on a terminal, in a file and in a pipe.</summary>
internal sealed class TextTable(params IReadOnlyList<string> header)
{
    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>Columns, counted from 0, whose cells begin at the left; the others end at the right.</summary>
    public IReadOnlySet<int> LeftColumns { get; init; } = new HashSet<int> { 0 };

    /// <summary>Adds a row.</summary>
    public void Add(params IReadOnlyList<string> cells) => rows.Add(cells);

    /// <inheritdoc/>
    public override string ToString()
    {
        var all = rows.Prepend(header).ToList();
        var widths = header.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        foreach (var row in all)
        {
            var cells = row.Select((cell, column) => LeftColumns.Contains(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
