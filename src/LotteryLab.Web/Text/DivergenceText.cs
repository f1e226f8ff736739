using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using LotteryLab.Web.Reading;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Text;

/// <summary>Where two compared things part, in words.</summary>
internal static class DivergenceText
{
    private const int MostPlaces = 3;

    /// <summary>One paragraph: what is shared, where they part, and which setting differs there.</summary>
    public static string Of(DivergenceReading reading)
    {
        if (reading.Divergence is not { } divergence)
        {
            return $"Where they part is not known. {reading.Refusal}";
        }

        var (first, second) = (reading.First, reading.Second);
        var sentence = divergence.Outcome switch
        {
            DivergenceOutcome.Same => $"All {Steps(divergence.Shared)} are the same: they are one piece of work, which is done once for both.",
            DivergenceOutcome.FirstIsPart => $"Everything that “{first}” does, “{second}” does too ({Steps(divergence.Shared)}). “{second}” goes on with “{Label(divergence.Second!)}”.",
            DivergenceOutcome.SecondIsPart => $"“{first}” does everything that “{second}” does ({Steps(divergence.Shared)}), and goes on with “{Label(divergence.First!)}”.",
            DivergenceOutcome.NothingShared => $"They have no step in common. They part at the first one, {Where(divergence)}.",
            _ => $"They have {Steps(divergence.Shared)} in common, of {Numbers.Groups(divergence.FirstCount)} and {Numbers.Groups(divergence.SecondCount)}, and part at {Where(divergence)}.",
        };
        return $"{sentence}{Differing(reading)}";
    }

    /// <summary>The steps at which they part.</summary>
    public static string At(Divergence divergence) => (divergence.First, divergence.Second) switch
    {
        (null, null) => "nowhere",
        ({ } one, { } two) when Label(one) != Label(two) => $"{Label(one)} | {Label(two)}",
        var (one, two) => Label(one ?? two!),
    };

    /// <summary>The round at which they part; a dash where only evaluations follow.</summary>
    public static string Round(Divergence divergence) => (divergence.FirstRound ?? divergence.SecondRound) is { } round ? round.Round.ToString(CultureInfo.InvariantCulture) : "–";

    private static string Differing(DivergenceReading reading)
    {
        if (reading.Places.Count == 0)
        {
            return reading.Divergence!.Outcome == DivergenceOutcome.Same ? "" : " No setting of the specs accounts for it.";
        }

        var named = string.Join("; ", reading.Places.Take(MostPlaces).Select(place => $"{place.Path} ({place.Values[0]} against {place.Values[1]})"));
        var more = reading.Places.Count > MostPlaces ? $"; {reading.Places.Count - MostPlaces} more stand in the table" : "";
        return reading.IsCertain ? $" What differs there: {named}{more}." : $" Some of these make the difference: {named}{more}.";
    }

    private static string Where(Divergence divergence)
    {
        var (one, two) = (Label(divergence.First!), Label(divergence.Second!));
        var round = (divergence.FirstRound ?? divergence.SecondRound) is { } place ? $" (round {place.Round.ToString(CultureInfo.InvariantCulture)})" : "";
        return one == two ? $"“{one}”{round}" : $"“{one}” on one side and “{two}” on the other{round}";
    }

    private static string Label(StepRecord step) => step.Label.Length > 0 ? step.Label : StepText.Kind(step.Kind);

    private static string Steps(int count) => count == 1 ? "1 step" : $"{Numbers.Groups(count)} steps";
}
