using System.Net;
using System.Text.Json.Nodes;

namespace LotteryLab.Browser.Tests;

[Collection("browser")]
[Trait("kind", "processes")]
public sealed class TwoAppsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SecondApp_OverOneLaboratory_OnlyReadsSaysSoAndTakesOver()
    {
        using var first = new AppProcess();
        await first.StartAsync(Cancellation);
        using var second = new AppProcess(first.Home);
        await second.StartAsync(Cancellation);

        // The leader writes its address down a moment after it listens.
        await Until.TrueAsync(async () => (await second.GetTextAsync("/", Cancellation)).Contains(first.Address, StringComparison.Ordinal), "The second app does not name the first.", Cancellation);
        var page = await second.GetTextAsync("/", Cancellation);
        Assert.Contains("This web app only reads", page, StringComparison.Ordinal);
        Assert.DoesNotContain("only reads", await first.GetTextAsync("/", Cancellation), StringComparison.Ordinal);
        using (var refused = await second.PostAsync("/api/queue/pause", Cancellation))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancellation))!;
            Assert.Equal("web.reading-only", (string?)problem["code"]);
            Assert.Contains(first.Address, (string?)problem["fix"], StringComparison.Ordinal);
        }

        // Both show the same run; only the leader starts workers.
        var id = await first.LaunchAsync(Specs.Quick("Two apps", 41), Cancellation);
        await second.UntilAsync(id, Cancellation, "running", "succeeded");
        Assert.True((bool?)(await first.GetAsync("/api/system", Cancellation))["isLeading"]);
        Assert.False((bool?)(await second.GetAsync("/api/system", Cancellation))["isLeading"]);

        first.Kill();
        await Until.TrueAsync(async () => (bool?)(await second.GetAsync("/api/system", Cancellation))["isLeading"] == true, "The second app did not take over.", Cancellation);
        await second.UntilAsync(id, Cancellation, "succeeded");
        using (var allowed = await second.PostAsync("/api/queue/resume", Cancellation))
        {
            Assert.True(allowed.IsSuccessStatusCode);
        }

        await first.StartAsync(Cancellation);
        Assert.Contains("This web app only reads", await first.GetTextAsync("/", Cancellation), StringComparison.Ordinal);
        second.Kill();
        Assert.Empty(DatabaseContents.ProblemsOfEvents(first.Home));
    }
}
