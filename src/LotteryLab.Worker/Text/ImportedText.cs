using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Words;

namespace LotteryLab.Worker.Text;

/// <summary>What was imported, as a table.</summary>
internal static class ImportedText
{
    /// <summary>A ticket, or the levels of an open_lth directory.</summary>
    public static string Write(JsonObject imported)
    {
        if (imported["levels"] is not JsonArray levels)
        {
            return $"Ticket imported from {imported["source"]}: {Remaining(imported)} of prunable weights.\nArtifact: {imported["artifact"]}\n";
        }

        var table = new TextTable("replicate", "level", "branch", "weights remaining", "final test accuracy", "note") { LeftColumns = new HashSet<int> { 2, 5 } };
        foreach (var level in levels.OfType<JsonObject>())
        {
            table.Add(
                Text(level["replicate"]),
                Text(level["level"]),
                Text(level["branch"]),
                level["kept"] is null ? "-" : Remaining(level),
                level["finalTestAccuracy"] is { } accuracy ? Numbers.Accuracy(Number(accuracy)) : "-",
                Text(level["note"]));
        }

        return $"Imported from open_lth: {imported["source"]}\n{imported["identity"]}\n\n{table}";
    }

    private static string Remaining(JsonObject part) =>
        part["kept"] is null || part["prunable"] is null ? Numbers.WeightsRemaining(1) : Numbers.WeightsRemaining(Number(part["kept"]!) / Number(part["prunable"]!));

    /// <summary>Numbers that were just made and numbers that were read from a file have different types behind the same node.</summary>
    private static double Number(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => Convert.ToString(node.ToJsonString(), CultureInfo.InvariantCulture) ?? "",
    };
}
