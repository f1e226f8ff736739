using LotteryLab.Engine.Words;
using LotteryLab.Web.Datasets;

namespace LotteryLab.Web.Text;

/// <summary>One word, one icon and one colour for each state of a data set.</summary>
internal static class DatasetText
{
    private const string Ring = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 1.8a4.2 4.2 0 1 1 0 8.400a4.2 4.2 0 0 1 0-8.400z";
    private const string Down = "M7 2h2v6l2.500-2.500L13 7l-5 5-5-5 1.500-1.500L7 8zM3 13h10v1.500H3z";
    private const string Lens = "M7 2a5 5 0 1 0 3 9l3.500 3.500 1-1L11 10a5 5 0 0 0-4-8zm0 1.600a3.400 3.400 0 1 1 0 6.800a3.400 3.400 0 0 1 0-6.800z";

    /// <summary>How a state is shown.</summary>
    public static StateText Of(DatasetState state) => state switch
    {
        DatasetState.Missing => new("Not here", Ring, "quiet"),
        DatasetState.Downloading => new("Downloading", Down, "active"),
        DatasetState.Verifying => new("Verifying", Lens, "active"),
        DatasetState.Unchecked => new("Not verified", Lens, "warn"),
        DatasetState.Ready => new("Ready", StateText.Of(Data.Stores.ExperimentState.Succeeded).Icon, "good"),
        _ => new("Broken", StateText.Of(Data.Stores.ExperimentState.Failed).Icon, "bad"),
    };

    /// <summary>The state as the API writes it.</summary>
    public static string NameOf(DatasetState state) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>Bytes, rate and percent of a download.</summary>
    public static string Progress(DatasetTransfer transfer)
    {
        var total = transfer.TotalBytes > 0 ? $" of {Numbers.Bytes(transfer.TotalBytes)} ({transfer.Percent:0}%)" : "";
        var rate = transfer.BytesPerSecond > 0 ? $", {Numbers.Bytes((long)transfer.BytesPerSecond)}/s" : "";
        return $"{Numbers.Bytes(transfer.Bytes)}{total}{rate}";
    }

    /// <summary>What was compared with what when a set was verified.</summary>
    public static string Checked(DatasetReport report) => report.Files.Count switch
    {
        0 => "read completely; there is no published sum for the files that are kept",
        1 => $"one file equals its published {report.Files[0].Algorithm}",
        var count => $"all {count} files equal their published {report.Files[0].Algorithm}",
    };

    /// <summary>Size and splits in one line.</summary>
    public static string Sizes(DatasetContent content) =>
        $"{Numbers.Count(content.TrainCount - content.ValidationCount)} train, {Numbers.Count(content.ValidationCount)} validation, {Numbers.Count(content.TestCount)} test; {content.Classes.Count} classes; {(content.Channels == 1 ? "grey" : "colour")} {content.Height}×{content.Width}";
}
