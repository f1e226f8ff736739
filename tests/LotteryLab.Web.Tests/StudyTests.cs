using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Methods;
using LotteryLab.Web.Studies;
using Microsoft.AspNetCore.WebUtilities;

namespace LotteryLab.Web.Tests;

public sealed class StudyTests : IDisposable
{
    private readonly ApiApp app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Question_FromAnAddress_ReadsPercentagesAndCuts()
    {
        var question = Read("base=first-ticket&m=imp&m=snip&d=50%25, 5;20&n=4&cut=snip~0.05&q=Why");
        Assert.Equal([0.5, 0.2, 0.05], question.Densities);
        Assert.Equal(["imp", "snip"], question.Methods);
        Assert.Equal([0.5, 0.2], question.DensitiesOf("snip"));
        Assert.Equal([0.5, 0.2, 0.05], question.DensitiesOf("imp"));
        Assert.Equal((4, "Why"), (question.Replicates, question.Text));
        Assert.Empty(question.Problems);
    }

    [Fact]
    public void Question_FromAFormWithoutScripts_LeavesUntickedCellsOut()
    {
        var question = Read("base=first-ticket&m=imp&d=50,20&cell=imp~0.5&cell=imp~0.2&keep=imp~0.2");
        Assert.Equal([0.2], question.DensitiesOf("imp"));
    }

    [Theory]
    [InlineData("d=120", "between 0 and 100%")]
    [InlineData("d=none", "between 0 and 100%")]
    [InlineData("d=50&n=0", "whole number from 1 to 1000")]
    [InlineData("m=imp", "at least one share")]
    public void Question_WithAMistake_SaysWhatIsAllowed(string query, string expected) =>
        Assert.Contains(Read(query).Problems, problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public async Task Plan_OfTwoMethods_CountsTheDenseNetworkOnceAndCellsAddUp()
    {
        var plan = await PlanAsync("base=first-ticket&m=snip&m=random&d=50,20&n=3");

        // Three seeds of: dense, and two densities of two methods. Alone, each of the four cells and the dense network is one training.
        Assert.Equal(15, plan.Estimate.Trainings);
        Assert.Equal(15, plan.TrainingsAlone);
        Assert.True(plan.StepsAlone > plan.Estimate.Steps);
        Assert.Equal(plan.Estimate.Trainings, plan.Dense.Trainings + plan.Cells.Sum(cell => cell.Trainings));
        Assert.Equal(4, plan.Cells.Count);
        Assert.All(plan.Cells, cell => Assert.Equal(3, cell.Trainings));
    }

    [Fact]
    public async Task Plan_OfIterativePruning_SharesWhatScriptsTrainAgain()
    {
        var plan = await PlanAsync("base=first-ticket&m=imp&d=50,20,10&n=2");

        // Alone the cells need 1 (dense), 2, 3 and 4 trainings of each seed; together 4.
        Assert.Equal(8, plan.Estimate.Trainings);
        Assert.Equal(20, plan.TrainingsAlone);
        var shelf = Assert.IsType<ShelfOptions>(plan.Spec.Method.Options);
        Assert.Equal("exact_k", Assert.IsType<ImpOptions>(Assert.Single(shelf.Methods).Options).Rule);
    }

    [Fact]
    public async Task Plan_OfEveryMethodWithControls_HasACellForEachDensity()
    {
        var methods = StudyMethods.All(Engine.Specs.ComponentCatalog.Default).Select(entry => entry.Name).ToList();
        var plan = await PlanAsync($"base=first-ticket&d=50,10&n=2&control=random-reinit&{string.Join('&', methods.Select(name => $"m={name}"))}");
        Assert.Equal(methods.Count * 2, plan.Cells.Count);
        Assert.True(methods.Count >= 13);
    }

    [Fact]
    public async Task Plan_WithoutACell_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<LotteryLabException>(() => PlanAsync("base=first-ticket&m=imp&d=50&cut=imp~0.5"));
        Assert.Contains("no cell", refusal.Message);
    }

    [Fact]
    public async Task Page_OfAQuestion_ShowsGridSharingAndPower()
    {
        using var client = app.CreateClient();
        var text = WebUtility.HtmlDecode(await client.GetStringAsync("/planner?base=first-ticket&m=imp&m=snip&d=50,20&n=3&q=%3Cb%3Ewhich%3C/b%3E", Cancellation));
        Assert.Contains("trainings instead of", text);
        Assert.Contains("assumed: nothing was measured", text);
        Assert.Contains("name=\"keep\" value=\"snip~0.2\"", text);
        Assert.DoesNotContain("<b>which", await client.GetStringAsync("/planner?base=first-ticket&m=imp&d=50&q=%3Cb%3Ewhich%3C/b%3E", Cancellation));
    }

    [Fact]
    public async Task Page_WithAMistake_SaysItAndKeepsTheForm()
    {
        using var client = app.CreateClient();
        var text = WebUtility.HtmlDecode(await client.GetStringAsync("/planner?base=nothing&m=imp&d=50", Cancellation));
        Assert.Contains("neither a preset nor an experiment", text);
        Assert.Contains("planner-form", text);
    }

    [Fact]
    public async Task Study_Queued_IsOneTaggedExperimentWithItsGrid()
    {
        using var client = app.CreateClient();
        using var response = await client.PostAsJsonAsync("/api/studies", new { query = "base=first-ticket&m=imp&m=snip&d=50,20&n=2&q=A small one" }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = (string)(await ApiApp.ReadAsync(response, Cancellation))["id"]!;
        var detail = await ApiApp.ReadAsync(await client.GetAsync($"/api/experiments/{id}", Cancellation), Cancellation);
        Assert.Equal("study", (string?)detail["summary"]!["tags"]![0]);
        var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/planner?study={id}&baseline=snip", Cancellation));
        Assert.Contains("A small one", text);
        Assert.Contains("data-cell=\"imp~0.2\"", text);
    }

    [Fact]
    public async Task Plans_OfSpecsThatShareTheDenseNetwork_CountItOnce()
    {
        using var client = app.CreateClient();
        var other = JsonNode.Parse(ApiApp.Spec())!.AsObject();
        other["method"] = new JsonObject { ["name"] = "random", ["densities"] = new JsonArray(0.5) };
        using var response = await client.PostAsJsonAsync("/api/plans", new JsonArray(JsonNode.Parse(ApiApp.Spec()), other), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var counts = await ApiApp.ReadAsync(response, Cancellation);
        var replicates = (int)other["replicates"]!;
        Assert.Equal((int)counts["trainingsOfEach"]! - replicates, (int)counts["trainings"]!);
        Assert.Equal(2, counts["specs"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Plans_OfNoList_AreRefused(string body)
    {
        using var client = app.CreateClient();
        using var response = await client.PostAsync("/api/plans", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    public void Dispose() => app.Dispose();

    private static StudyQuestion Read(string query) => StudyQuestion.Read(QueryHelpers.ParseQuery(query));

    private Task<StudyPlan> PlanAsync(string query) => app.Service<StudyPlanner>().PlanAsync(Read(query), Cancellation);
}
