using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LotteryLab.Engine.Specs;

/// <summary>Writes specs: for people with every option spelled out, and canonically for comparison and hashing.</summary>
public static class SpecWriter
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>All fields and options as a JSON tree, defaults included.</summary>
    public static JsonObject ToNode(ExperimentSpec spec) => SpecNodes.Record(spec, SpecDetail.Everything);

    /// <summary>Indented JSON with all fields and options, for people.</summary>
    public static string Pretty(ExperimentSpec spec) => ToNode(spec).ToJsonString(Indented);

    /// <summary>
    /// Canonical JSON of what the experiment is: no name, notes and tags, no option that holds its default, controls and evaluations
    /// in an order of their own. Equal texts are equal experiments.
    /// </summary>
    public static string Canonical(ExperimentSpec spec) => CanonicalJson.Write(SpecNodes.Record(spec, SpecDetail.Identity));

    /// <summary>An options record as a JSON tree, defaults included, for forms and listings.</summary>
    public static JsonObject OptionsToNode(object options) => SpecNodes.Record(options, SpecDetail.Everything);
}
