using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LotteryLab.Worker.Text;

/// <summary>JSON as the program prints it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>For people and programs: indented.</summary>
    public static string Pretty(JsonNode node) => node.ToJsonString(Indented);
}
