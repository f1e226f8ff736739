using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LotteryLab.Engine.Experiments;

namespace LotteryLab.Web.Reading;

/// <summary>What pages take from an experiment's results file: the verdict of the controls and the comparison of methods.</summary>
/// <param name="Sentences">What the controls say; empty without a verdict.</param>
/// <param name="Test">How it was tested; empty without a verdict.</param>
/// <param name="Shelf">Methods side by side; null where the experiment has one method.</param>
public sealed record ResultsFile(IReadOnlyList<string> Sentences, string Test, ShelfComparison? Shelf)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Nothing to show.</summary>
    public static ResultsFile Empty { get; } = new([], "", null);

    /// <summary>Reads a file; each part that is absent, damaged or of another version is empty and leaves the other alone.</summary>
    public static ResultsFile Read(string path)
    {
        try
        {
            var results = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            var verdict = results?["sanity"] as JsonObject;
            return new ResultsFile(
                Part(() => (IReadOnlyList<string>)[.. (verdict?["sentences"]?.AsArray() ?? []).Select(sentence => (string?)sentence).OfType<string>()]) ?? [],
                Part(() => (string?)verdict?["test"]) ?? "",
                Part(() => results?["shelf"]?.Deserialize<ShelfComparison>(Format)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            // A run that has not ended yet.
            return Empty;
        }
    }

    private static T? Part<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
