using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Text;

/// <summary>One word, one icon and one colour for each state, the same everywhere.</summary>
/// <param name="Word">The word.</param>
/// <param name="Icon">SVG path in a box of 16 by 16.</param>
/// <param name="Tone">Colour: quiet, active, good, warn or bad.</param>
internal sealed record StateText(string Word, string Icon, string Tone)
{
    private const string Dot = "M8 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8z";
    private const string Clock = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm1 6.6V4.5H7.6v4.8l3 1.8.7-1.2z";
    private const string Triangle = "M4 2.5v11l9-5.5z";
    private const string Bars = "M4 3h3v10H4zm5 0h3v10H9z";
    private const string Tick = "M6.2 12.6 2 8.4l1.6-1.6 2.6 2.6L12.4 3 14 4.6z";
    private const string Cross = "M3.6 2 8 6.4 12.4 2 14 3.6 9.6 8l4.4 4.4-1.6 1.6L8 9.6 3.6 14 2 12.4 6.4 8 2 3.6z";
    private const string Square = "M3.5 3.5h9v9h-9z";
    private const string Bolt = "M9 1 3 9h4l-1 6 7-9H8.600z";
    private const string Arrow = "M8 13 3 8l1.500-1.500L7 9V2h2v7l2.500-2.500L13 8z";

    /// <summary>How a state is shown.</summary>
    public static StateText Of(ExperimentState state) => state switch
    {
        ExperimentState.Draft => new("Draft", Dot, "quiet"),
        ExperimentState.Queued => new("Queued", Clock, "quiet"),
        ExperimentState.Preparing => new("Preparing", Clock, "active"),
        ExperimentState.Running => new("Running", Triangle, "active"),
        ExperimentState.Pausing => new("Pausing", Bars, "warn"),
        ExperimentState.Paused => new("Paused", Bars, "warn"),
        ExperimentState.Finishing => new("Finishing", Clock, "active"),
        ExperimentState.Succeeded => new("Succeeded", Tick, "good"),
        ExperimentState.Failed => new("Failed", Cross, "bad"),
        ExperimentState.Cancelled => new("Cancelled", Square, "quiet"),
        ExperimentState.Interrupted => new("Interrupted", Bolt, "warn"),
        _ => new("Imported", Arrow, "quiet"),
    };

    /// <summary>The state as the API writes it.</summary>
    public static string NameOf(ExperimentState state) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
