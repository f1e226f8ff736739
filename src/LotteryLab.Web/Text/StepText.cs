using LotteryLab.Engine.Words;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Text;

/// <summary>Kinds and states of steps in words.</summary>
internal static class StepText
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["initialize"] = "draw initial weights",
        ["train"] = "train",
        ["prune"] = "prune by magnitude",
        ["score-mask"] = "score and prune",
        ["random-mask"] = "draw a random mask",
        ["shuffle-mask"] = "shuffle a mask",
        ["shuffle-weights"] = "shuffle weights",
    };

    /// <summary>What a step of this kind does.</summary>
    public static string Kind(string kind) => Kinds.GetValueOrDefault(kind, kind.Replace('-', ' '));

    /// <summary>What a step took.</summary>
    public static string Time(double seconds) => seconds < 1 ? "under 1 s" : Numbers.Duration(seconds);

    /// <summary>How a step stands.</summary>
    public static string State(StepStandingState state) => state switch
    {
        StepStandingState.Done => "done",
        StepStandingState.Running => "running",
        StepStandingState.Failed => "failed",
        StepStandingState.Stopped => "stopped, can go on",
        _ => "waits",
    };
}
