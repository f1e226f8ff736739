using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Web.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace LotteryLab.Web.Tests;

/// <summary>The web app over the real worker, whose LibTorch is gone: every place that needs it says the same sentence, and what waits says why.</summary>
public sealed class MissingLibTorchTests : IDisposable
{
    private const string Said = "LIBTORCH is /nowhere, but neither that folder nor its lib holds";
    private const string Fix = "unset LIBTORCH to use the one of the build";

    private readonly ApiApp app = new() { Change = services => services.AddSingleton(new WorkerSettings { Worker = FakeWorker.WithoutLibTorch, Calibrates = false }) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task SystemPage_SaysWhatIsWrongAndWhatToDo()
    {
        using var client = app.CreateClient();
        var system = JsonNode.Parse(await client.GetStringAsync("/api/system", Cancellation))!;
        Assert.Equal("", (string)system["libTorchVersion"]!);
        AssertSays((string)system["problem"]!);
        AssertSays(await client.GetStringAsync("/system", Cancellation));
    }

    [Fact]
    public async Task Launch_WaitsAndSaysWhy()
    {
        using var client = app.CreateClient();
        using var body = new StringContent(ApiApp.Spec(), Encoding.UTF8, "application/json");
        using var created = await client.PostAsync("/api/experiments", body, Cancellation);
        created.EnsureSuccessStatusCode();
        var reason = await ApiApp.UntilAsync(
            async () =>
            {
                var item = JsonNode.Parse(await client.GetStringAsync("/api/system", Cancellation))!["queue"]!.AsArray().SingleOrDefault();
                return (string?)item?["reason"] is { Length: > 0 } text ? text : null;
            },
            Cancellation);
        AssertSays(reason);
    }

    private static void AssertSays(string text)
    {
        Assert.Contains(Said, text, StringComparison.Ordinal);
        Assert.Contains(Fix, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
