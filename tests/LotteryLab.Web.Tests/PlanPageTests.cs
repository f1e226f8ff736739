using System.Net;
using System.Text.Json.Nodes;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Steps;
using LotteryLab.Web.Reading;

namespace LotteryLab.Web.Tests;

public sealed class PlanPageTests : IDisposable
{
    private readonly ApiApp app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAQueuedExperiment_SaysWhatItWillDo()
    {
        using var client = app.CreateClient();
        using var posted = await client.PostAsync("/api/experiments", new StringContent(ApiApp.Spec(5), System.Text.Encoding.UTF8, "application/json"), Cancellation);
        var id = (string)(await ApiApp.ReadAsync(posted, Cancellation))["id"]!;
        var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/experiments/{id}/plan", Cancellation));
        Assert.Contains("this is what it will do", text);
        Assert.Contains("prune by magnitude", text);
        Assert.Contains("train round 1 of replicate 1", text);
    }

    [Fact]
    public async Task Page_OfNoExperiment_IsNotFound()
    {
        using var client = app.CreateClient();
        using var response = await client.GetAsync("/experiments/nothing/plan", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Sharing_OfATrainingThatAnotherExperimentHas_NamesIt()
    {
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var sharing = app.Service<SharingStore>();
        Assert.Empty(await sharing.OfAsync(id, Cancellation));

        // A second experiment whose plan has the same training.
        var own = new ExperimentFolder(Path.Combine(app.Laboratory.ExperimentsFolder, id));
        var spec = new Engine.Specs.SpecReader(Engine.Specs.ComponentCatalog.Default).Read(ApiApp.Spec(78));
        var other = new ExperimentFolder(app.Laboratory.ExperimentFolder(Engine.Specs.SpecHash.Of(spec)));
        Directory.CreateDirectory(other.Path);
        await File.WriteAllTextAsync(other.SpecPath, Engine.Specs.SpecWriter.Pretty(spec), Cancellation);
        await File.WriteAllBytesAsync(other.PlanPath, (own.ReadPlan() with { SpecHash = Engine.Specs.SpecHash.Of(spec) }).ToJson(), Cancellation);
        await app.Service<Data.Ingest.JournalFollower>().FollowAsync(Path.GetFileName(other.Path), Cancellation);

        var shared = Assert.Single(await sharing.OfAsync(id, Cancellation));
        Assert.Equal(ticket, shared.Key);
        Assert.Equal(Path.GetFileName(other.Path), Assert.Single(shared.Value).Id);
        Assert.Contains("training in common", await client.GetStringAsync($"/experiments/{id}/plan", Cancellation));
    }

    [Fact]
    public void Overview_OfFinishedFailedAndUntouchedSteps_CountsEach()
    {
        var (done, failed, waiting) = (StepKey.Of("done"), StepKey.Of("failed"), StepKey.Of("waiting"));
        using (var writer = app.Laboratory.Store.Begin(done))
        {
            app.Laboratory.Store.Publish(done, new JsonObject { ["kind"] = "train" }, writer);
        }

        Journal(done, "finished", new JsonObject { ["seconds"] = 4.0 });
        Journal(failed, "failed", new JsonObject { ["reason"] = "It diverged." });
        var plan = new PlanRecord("", "", "", 1, [], [Step(done, "train"), Step(failed, "train", done), Step(waiting, "prune", failed)], [], []);
        var overview = StepOverview.Of(plan, app.Laboratory);
        Assert.Equal([StepStandingState.Done, StepStandingState.Failed, StepStandingState.Waiting], overview.Steps.Select(step => step.State));
        Assert.Equal("It diverged.", overview.Steps[1].Reason);
        var train = overview.Kinds[0];
        Assert.Equal((2, 1, 0, 1, 4.0), (train.Count, train.Done, train.Running, train.Failed, train.Seconds));
        Assert.Equal(["train"], overview.Kinds[1].BuildsOn);
    }

    [Fact]
    public async Task Evidence_OfAMissingControl_LaunchesTheSameSpecWithIt()
    {
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var launched = await client.PostAsync($"/api/experiments/{id}/evidence/shuffled-weights", null, Cancellation);
        Assert.Equal(HttpStatusCode.Created, launched.StatusCode);
        var follow = (string)(await ApiApp.ReadAsync(launched, Cancellation))["id"]!;
        var detail = await ApiApp.ReadAsync(await client.GetAsync($"/api/experiments/{follow}", Cancellation), Cancellation);
        Assert.Contains("shuffled-weights", (string)detail["specText"]!);
        using var refused = await client.PostAsync($"/api/experiments/{follow}/evidence/shuffled-weights", null, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    public void Dispose() => app.Dispose();

    private static StepRecord Step(StepKey key, string kind, params StepKey[] inputs) => new(key.Hex, kind, kind, [.. inputs.Select(input => input.Hex)], StepCost.Negligible);

    private void Journal(StepKey key, string type, JsonObject fields)
    {
        using var journal = new JournalWriter(app.Laboratory.JournalOf(key));
        journal.Append("started");
        journal.Append(type, fields);
    }
}
