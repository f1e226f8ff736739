using System.Globalization;
using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Reading;

/// <summary>What stands beside others: an experiment, one replicate of it, or one of its tickets.</summary>
/// <param name="Id">As it stands in the address: an experiment, <c>experiment/r/2</c>, or a ticket.</param>
/// <param name="Detail">The experiment that it is, or belongs to.</param>
/// <param name="Rounds">Rounds that are compared: of a replicate only its own.</param>
/// <param name="Replicate">0-based replicate; null where all are meant.</param>
/// <param name="Ticket">The ticket; null where more than one is meant.</param>
internal sealed record ComparedItem(string Id, ExperimentDetail Detail, IReadOnlyList<RoundRow> Rounds, int? Replicate, TicketPlace? Ticket)
{
    /// <summary>1-based place among the compared, where another one has the same name; null where the name alone tells it apart.</summary>
    public int? Place { get; init; }

    /// <summary>Name for people, which tells parts of one experiment apart.</summary>
    public string Name => Place is { } place ? string.Create(CultureInfo.InvariantCulture, $"{OwnName} ({place})") : OwnName;

    /// <summary>Replicates that its curves should have.</summary>
    public int Replicates => Replicate is null ? Detail.Summary.Replicates : 1;

    private string OwnName => this switch
    {
        { Ticket.Round: { } round } => string.Create(CultureInfo.InvariantCulture, $"{Detail.Summary.Name}, {Text.BranchText.Of(round.Branch)} of round {round.Round}, replicate {round.Replicate + 1}"),
        { Replicate: { } replicate } => string.Create(CultureInfo.InvariantCulture, $"{Detail.Summary.Name}, replicate {replicate + 1}"),
        _ => Detail.Summary.Name,
    };

    /// <summary>The same items; those of one name get their place added to it.</summary>
    public static IReadOnlyList<ComparedItem> ToldApart(IReadOnlyList<ComparedItem> items) =>
        [.. items.Select((item, index) => items.Count(other => other.Name == item.Name) > 1 ? item with { Place = index + 1 } : item)];

    /// <summary>Finds what an address names; null when there is no such thing.</summary>
    public static async Task<ComparedItem?> FindAsync(string id, ExperimentStore experiments, CancellationToken cancellation)
    {
        if (await experiments.FindAsync(id, cancellation) is { } detail)
        {
            return new ComparedItem(id, detail, await experiments.RoundsAsync(id, cancellation), null, null);
        }

        if (id.Split("/r/") is [var owner, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var replicate))
        {
            var rounds = await experiments.RoundsAsync(owner, cancellation);
            return rounds.Any(round => round.Replicate == replicate - 1) && await experiments.FindAsync(owner, cancellation) is { } whole
                ? new ComparedItem(id, whole, [.. rounds.Where(round => round.Replicate == replicate - 1)], replicate - 1, null)
                : null;
        }

        return await experiments.TicketAsync(id, cancellation) is { Places: [var place, ..] } && await experiments.FindAsync(place.ExperimentId, cancellation) is { } home
            ? new ComparedItem(id, home, await experiments.RoundsAsync(place.ExperimentId, cancellation), null, place)
            : null;
    }
}
