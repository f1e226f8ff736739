using System.Text.Json.Serialization;
using LotteryLab.Engine.Planning;

namespace LotteryLab.Engine.Experiments;

/// <summary>One branch at one round, over replicates and draws: a point of the main plot.</summary>
public sealed record ResultRow
{
    /// <summary>Name of the curve where several experiments are drawn together; null where the branch names it.</summary>
    [JsonIgnore]
    public string? Curve { get; init; }

    /// <summary>What tells the row's curve from the others, for tables and legends.</summary>
    [JsonIgnore]
    public string Name => Curve ?? Branch.ToString();

    /// <summary><c>ticket</c>, or the name of the control.</summary>
    public required Branch Branch { get; init; }

    /// <summary>Round; 0 is dense.</summary>
    public required int Round { get; init; }

    /// <summary>Kept / prunable.</summary>
    public required Spread Density { get; init; }

    /// <summary>Test accuracy at the early-stop iteration; null without validation images.</summary>
    public required Spread? TestAccuracyAtEarlyStop { get; init; }

    /// <summary>Test accuracy at the end.</summary>
    public required Spread FinalTestAccuracy { get; init; }

    /// <summary>The accuracy that counts: at the early-stop iteration, or at the end where nothing was stopped early.</summary>
    [JsonIgnore]
    public Spread Accuracy => TestAccuracyAtEarlyStop ?? FinalTestAccuracy;

    /// <summary>Training accuracy at the end; null where no round noted it.</summary>
    public required Spread? FinalTrainAccuracy { get; init; }

    /// <summary>Multiply-adds that a forward pass did, as a share of the dense network's; null when every weight was computed.</summary>
    public Spread? ComputedShare { get; init; }

    /// <summary>Early-stop iteration; null without validation images.</summary>
    public required Spread? EarlyStopIteration { get; init; }

    /// <summary>Groups the rounds that have a density and an accuracy into rows, tickets first, then controls by name, rounds ascending.</summary>
    public static IReadOnlyList<ResultRow> Table(IEnumerable<IMeasuredRound> results) =>
        [.. results
            .Where(result => result is { Density: not null, FinalTestAccuracy: not null })
            .GroupBy(result => (result.Branch, result.Round))
            .OrderBy(group => group.Key.Branch, Branch.TicketsFirst)
            .ThenBy(group => group.Key.Round)
            .Select(group => new ResultRow
            {
                Branch = group.Key.Branch,
                Round = group.Key.Round,
                Density = Spread.Of(group.Select(result => result.Density!.Value))!,
                TestAccuracyAtEarlyStop = Spread.Of(group.Select(result => result.TestAccuracyAtEarlyStop).OfType<double>()),
                FinalTestAccuracy = Spread.Of(group.Select(result => result.FinalTestAccuracy!.Value))!,
                FinalTrainAccuracy = Spread.Of(group.Select(result => result.FinalTrainAccuracy).OfType<double>()),
                ComputedShare = Spread.Of(group.Select(result => result.ComputedShare).OfType<double>()),
                EarlyStopIteration = Spread.Of(group.Select(result => (double?)result.EarlyStopIteration).OfType<double>()),
            })];
}
