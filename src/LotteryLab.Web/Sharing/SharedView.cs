using System.Text.Json.Nodes;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Sharing;

/// <summary>Everything that a link shows, as it is frozen and as its page draws it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">Moment of the state that is shown (UTC); of an anonymous one only the day.</param>
/// <param name="Experiments">What is shown; of a ticket the experiment with that one round.</param>
public sealed record SharedView(ShareKind Kind, DateTimeOffset At, IReadOnlyList<SharedExperiment> Experiments);

/// <summary>One experiment or ticket of a shared view.</summary>
/// <param name="Id">Experiment; empty when anonymous.</param>
/// <param name="Ticket">Ticket, when a ticket is shown.</param>
/// <param name="Name">Its name, or "Experiment 1" when anonymous.</param>
/// <param name="State">Where it stood.</param>
/// <param name="Architecture">Architecture.</param>
/// <param name="Dataset">Data set.</param>
/// <param name="Method">Method.</param>
/// <param name="Notes">Notes; empty when anonymous.</param>
/// <param name="Tags">Tags; empty when anonymous.</param>
/// <param name="SpecText">The spec, without what the link leaves out.</param>
/// <param name="Numerics">LibTorch version and device kind; empty when the link leaves them out.</param>
/// <param name="Created">When it was described; null when anonymous.</param>
/// <param name="Rounds">Its rounds.</param>
public sealed record SharedExperiment(
    string Id,
    string? Ticket,
    string Name,
    ExperimentState State,
    string Architecture,
    string Dataset,
    string Method,
    string Notes,
    IReadOnlyList<string> Tags,
    string SpecText,
    string Numerics,
    DateTimeOffset? Created,
    IReadOnlyList<RoundRow> Rounds)
{
    /// <summary>Builds the view; of an anonymous one nothing of its author is left.</summary>
    public static SharedExperiment Of(ExperimentDetail detail, IReadOnlyList<RoundRow> rounds, string? ticket, bool isAnonymous, ShareContents contents, int number)
    {
        var summary = detail.Summary;
        var (showsName, showsNotes) = (contents.Name && !isAnonymous, contents.Notes && !isAnonymous);
        return new SharedExperiment(
            isAnonymous ? "" : summary.Id,
            ticket,
            showsName ? summary.Name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Experiment {number}"),
            summary.State,
            summary.Architecture,
            summary.Dataset,
            summary.Method,
            showsNotes ? detail.Notes : "",
            showsNotes ? summary.Tags : [],
            Without(detail.SpecText, showsName, showsNotes),
            contents.Machine ? detail.Numerics : "",
            isAnonymous ? null : summary.Created,
            contents.Masks ? rounds : [.. rounds.Select(round => round with { Layers = [] })]);
    }

    private static string Without(string spec, bool showsName, bool showsNotes)
    {
        if ((showsName && showsNotes) || JsonNode.Parse(spec) is not JsonObject fields)
        {
            return showsName && showsNotes ? spec : "";
        }

        if (!showsName)
        {
            fields["name"] = "Anonymous experiment";
        }

        if (!showsNotes)
        {
            fields.Remove("notes");
            fields.Remove("tags");
        }

        return fields.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }
}
