using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data.Ingest;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Tests;
using LotteryLab.Web.Components.Charts;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

/// <summary>API, page, shared page and its picture's text say of one experiment what the command line says (Worker.Tests has the other half).</summary>
public sealed class VerdictSurfacesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverySurface_OfAFinishedExperiment_SaysTheSame()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var id = JudgedExperiment.Write(app.Laboratory, Path.Combine(app.Laboratory.Root, "made-aside"));
        await app.Service<JournalFollower>().FollowAsync(id, Cancellation);

        var answer = (await client.GetFromJsonAsync<JsonObject>($"/api/experiments/{id}/verdict", Cancellation))!;
        Assert.Equal(JudgedExperiment.Summary, (string)answer["summary"]!);
        Assert.Contains(JudgedExperiment.Missing, answer["verdict"]!["sentences"]!.AsArray().Select(sentence => (string)sentence!));
        Assert.Equal("Random re-initialisation", (string)answer["branches"]!["random-reinit"]!["word"]!);

        var page = Text(await client.GetStringAsync($"/experiments/{id}", Cancellation));
        Assert.Contains(JudgedExperiment.Summary, page);
        Assert.Contains("Matching: round 1, 50% of weights", page);

        using var made = await client.PostAsJsonAsync("/api/shares", new { kind = "experiment", targets = new[] { id }, allowsDownload = true }, Cancellation);
        var token = (string)(await ApiApp.ReadAsync(made, Cancellation))["token"]!;
        var shared = Text(await client.GetStringAsync($"/s/{token}", Cancellation));
        Assert.Contains($"property=\"og:description\" content=\"{JudgedExperiment.Summary}\"", shared);
        Assert.Contains("Judged at round 1, with 50% of weights remaining: the sparsest round down to which every round matches (n=3).", shared);
        Assert.Contains(JudgedExperiment.Summary, Text(await client.GetStringAsync($"/api/shared/{token}/page.html", Cancellation)));
        var verdicts = (await client.GetFromJsonAsync<JsonArray>($"/api/shared/{token}/verdict", Cancellation))!;
        Assert.Equal(JudgedExperiment.Summary, (string)Assert.Single(verdicts)!["summary"]!);

        // The owner's page and the shared one have the same card, condition by condition.
        Assert.Equal(Card(page), Card(shared));
    }

    [Fact]
    public void Control_OfATestAssembly_HasAPlaceForItsEvidenceAndALineOfItsOwn()
    {
        var catalog = ComponentCatalog.FromTypes(typeof(FrozenOutput));
        var spec = PresetCatalog.Default.Find("first-ticket").Spec with { Controls = [] };
        var slot = Assert.Single(EvidenceSlot.Of(spec, [], 1, catalog), slot => slot.Kind == "frozen-output");
        Assert.Equal(("Frozen output", "whether the way of training matters", "with frozen output"), (slot.Title, slot.Why, slot.Addition));
        Assert.Equal("frozen-output", Assert.Single(slot.FollowUp!.Controls).Name);

        var looks = BranchStyle.Looks([Branch.Ticket, Branch.Of("frozen-output")], catalog);
        Assert.Equal(new BranchLook("Frozen output", -1, "dash"), looks["frozen-output"]);
        Assert.Equal(new BranchLook("tickets", -1, "solid"), looks["ticket"]);
    }

    private static string Text(string page) => System.Net.WebUtility.HtmlDecode(page);

    private static List<string> Card(string page)
    {
        var start = page.IndexOf("<ul class=\"lights\"", StringComparison.Ordinal);
        return [.. page[page.LastIndexOf("<ul>", start, StringComparison.Ordinal)..page.IndexOf("</ul>", start, StringComparison.Ordinal)].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A control in one file.</summary>
    public sealed class FrozenOutput : Control<NoOptions>
    {
        public override ControlDescriptor Descriptor { get; } = new("frozen-output", "Frozen output", "Trains the ticket with its last layer as it was drawn.")
        {
            Question = ControlQuestion.Training,
            Role = ControlRole.Baseline,
            Dash = CurveDash.Dash,
        };

        protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, NoOptions options) => throw new NotSupportedException();
    }
}
