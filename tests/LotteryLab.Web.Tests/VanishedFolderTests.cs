
namespace LotteryLab.Web.Tests;

public sealed class VanishedFolderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_OfAnExperimentWhoseFolderIsGone_SaysSoAndStillShowsItsResults()
    {
        using var app = new ApiApp();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var client = app.CreateClient();
        Assert.DoesNotContain("gone from the disk", await client.GetStringAsync($"/experiments/{id}", Cancellation));

        Directory.Delete(Path.Combine(app.Laboratory.ExperimentsFolder, id), recursive: true);
        var page = await client.GetStringAsync($"/experiments/{id}", Cancellation);
        Assert.Contains("gone from the disk", page);
        Assert.Contains($"/new?from={id}", page);
        Assert.Contains("90.00%", page);
        Assert.Contains("\"isFinished\":true", await client.GetStringAsync($"/api/experiments/{id}/results", Cancellation));
    }
}
