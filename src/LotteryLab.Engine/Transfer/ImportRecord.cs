using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Export;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Transfer;

/// <summary>Where an imported experiment came from. It stands in the experiment's folder (<c>imported.json</c>) and on its page.</summary>
/// <param name="Source">Name of the file.</param>
/// <param name="Content">Identity of what was in it.</param>
/// <param name="SpecHash">Identity of the spec, as the file says.</param>
/// <param name="Origin">What the laboratory that computed the results calls itself; empty when it does not say.</param>
/// <param name="Program">Version of the program that wrote the file.</param>
/// <param name="Exported">When the file was written (UTC).</param>
/// <param name="ImportedBy">Who imported it here; empty without accounts.</param>
/// <param name="ImportedAt">When it was imported here (UTC).</param>
public sealed record ImportRecord(string Source, string Content, string SpecHash, string Origin, string Program, DateTimeOffset Exported, string ImportedBy, DateTimeOffset ImportedAt)
{
    private const string FileName = "imported.json";
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The record of a folder; null of a folder that holds something else.</summary>
    public static ImportRecord? Read(string folder)
    {
        try
        {
            return ImportedFolder.IsImported(folder) ? ImportedFolder.Read(folder)["experiment"]?.Deserialize<ImportRecord>(Format) : null;
        }
        catch (Exception problem) when (problem is IOException or JsonException or InvalidOperationException)
        {
            // A folder that is being written or was damaged: it is shown without its history.
            return null;
        }
    }

    internal void Write(string folder) => DurableFile.Replace(
        System.IO.Path.Combine(folder, FileName),
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["source"] = Source, ["experiment"] = JsonSerializer.SerializeToNode(this, Format) }, Format));
}
