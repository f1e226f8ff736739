using System.Globalization;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Experiments.Verdicts;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Components.Charts;
using LotteryLab.Web.Preview;
using LotteryLab.Web.Reading;
using LotteryLab.Web.Text;

namespace LotteryLab.Web.Sharing;

/// <summary>A shared view as people read it: title, curves with the names of people, one sentence, how to cite. Page, embedded chart, preview and file say the same.</summary>
public sealed class SharedReading
{
    /// <summary>Reads a view.</summary>
    public SharedReading(ShareRecord share, SharedView view)
    {
        (Share, View) = (share, view);
        var isOne = view.Experiments.Count == 1;
        Title = string.Join(" and ", view.Experiments.Select(shown => shown.Name));
        Subtitle = string.Join("; ", view.Experiments.Select(shown => $"{shown.Architecture} on {shown.Dataset}, tickets by {shown.Method}").Distinct());
        Sentence = string.Join(" ", view.Experiments.Select(shown => $"{(isOne ? "" : $"{shown.Name}: ")}{VerdictText.Summary(Verdict(shown))}"));
        if (isOne)
        {
            Rows = RunPayload.Rows(view.Experiments[0].Rounds);
            return;
        }

        // Side by side the colour belongs to the experiment, and the dash still to the control.
        var styles = new Dictionary<string, CurveStyle>(StringComparer.Ordinal);
        var rows = new List<ResultRow>();
        foreach (var (shown, position) in view.Experiments.Select((shown, position) => (shown, position)))
        {
            // Two experiments may have one name; two curves may not.
            var isDouble = view.Experiments.Count(other => other.Name == shown.Name) > 1;
            var name = isDouble ? string.Create(CultureInfo.InvariantCulture, $"{shown.Name} ({position + 1})") : shown.Name;
            foreach (var row in RunPayload.Rows(shown.Rounds))
            {
                var branch = $"{name}, {BranchText.Of(row.Branch)}";
                styles.TryAdd(branch, new CurveStyle(position, BranchStyle.Dash(row.Branch)));
                rows.Add(row with { Curve = branch });
            }
        }

        (Rows, Styles) = (rows, styles);
    }

    /// <summary>The link.</summary>
    public ShareRecord Share { get; }

    /// <summary>What it shows.</summary>
    public SharedView View { get; }

    /// <summary>Names of what is shown.</summary>
    public string Title { get; }

    /// <summary>Network, data set and method.</summary>
    public string Subtitle { get; }

    /// <summary>What the curves say.</summary>
    public string Sentence { get; }

    /// <summary>All curves in one plot.</summary>
    public IReadOnlyList<ResultRow> Rows { get; }

    /// <summary>How each curve of a comparison is drawn; null of a single experiment.</summary>
    public IReadOnlyDictionary<string, CurveStyle>? Styles { get; }

    /// <summary>Which state of the experiment is shown.</summary>
    public string State => Share switch
    {
        { IsFrozen: true } => string.Create(CultureInfo.InvariantCulture, $"Frozen on {View.At:yyyy-MM-dd}"),
        { IsAnonymous: true } => string.Create(CultureInfo.InvariantCulture, $"State of {View.At:yyyy-MM-dd}"),
        _ => "Follows live",
    };

    /// <summary>Who wins, as the owner's page says it.</summary>
    public static ExperimentVerdict Verdict(SharedExperiment shown) => RunPayload.Verdict(shown.Rounds);

    /// <summary>The round that decides; 0 while none is trained.</summary>
    public static int JudgedRound(SharedExperiment shown) => Verdict(shown).Of(Branch.Ticket)?.DecisiveRound ?? 0;

    /// <summary>Which baselines are there at the judged round, and which are missing; none for a single ticket, whose link holds nothing beside it.</summary>
    internal static IReadOnlyList<EvidenceSlot> Slots(SharedExperiment shown)
    {
        // Where nothing can be judged yet, for example without a dense network, the newest round says what is missing.
        var round = JudgedRound(shown) is > 0 and var judged ? judged : shown.Rounds.Where(row => row.Branch.IsTicket).Select(row => row.Round).DefaultIfEmpty(0).Max();
        return shown.Ticket is null && round > 0 && new SpecReader(ComponentCatalog.Default).TryRead(shown.SpecText, out _) is { } spec

            // Fine-tuning is an experiment of its own, which this link does not show.
            ? [.. EvidenceSlot.Of(spec, shown.Rounds, round).Where(slot => slot.Kind != EvidenceSlot.FineTuning)]
            : [];
    }

    /// <summary>Masks that pictures are shown of: those of the newest round of replicate 1; none when the link leaves masks out.</summary>
    public RoundRow? Masks(SharedExperiment shown) => Share.Contents.Masks
        ? shown.Rounds.LastOrDefault(round => round is { Branch.IsTicket: true, Replicate: 0, MaskKey: not null } && round.Layers.Count > 0)
        : null;

    /// <summary>How to cite it, as a line of text.</summary>
    /// <param name="address">Address of the page; empty leaves it out.</param>
    public string Citation(string address) => string.Create(
        CultureInfo.InvariantCulture,
        $"“{Title}”: {Subtitle}. LotteryLab {ProgramVersion.Short}, {(Share.IsFrozen ? "frozen on" : "state of")} {View.At:yyyy-MM-dd}.{(address.Length > 0 ? $" {address}" : "")}");

    /// <summary>How to cite it, as BibTeX.</summary>
    /// <param name="address">Address of the page; empty leaves it out.</param>
    public string Bibtex(string address)
    {
        var link = address.Length > 0 ? $"  howpublished = {{\\url{{{address}}}}},\n" : "";
        return string.Create(CultureInfo.InvariantCulture, $"@misc{{lotterylab{View.At:yyyyMMdd},\n  title = {{{Escape(Title)}}},\n{link}  note = {{{Escape(Subtitle)}. LotteryLab {ProgramVersion.Short}}},\n  year = {{{View.At:yyyy}}}\n}}");
    }

    /// <summary>The picture beside the link.</summary>
    internal PreviewCard Card() => new(Title, Subtitle, Sentence, Rows) { Styles = Styles };

    private static string Escape(string text) => string.Concat(text.Select(letter => letter is '{' or '}' or '\\' or '%' or '&' or '#' or '_' or '$' ? letter == '\\' ? "/" : $"\\{letter}" : letter.ToString()));
}
