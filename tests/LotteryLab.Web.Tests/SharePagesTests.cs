using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LotteryLab.Web.Tests;

public sealed partial class SharePagesTests
{
    private static readonly string[] Parents = ["https://group.example"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnonymousLink_InEverythingThatItServes_TellsNothingOfItsAuthor()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        using var edit = await client.PatchAsJsonAsync($"/api/experiments/{id}", new { name = "Mariannes Versuch", notes = "Fuer Karlheinz in Ulmhausen", tags = new[] { "geheimtag" } }, Cancellation);
        foreach (var isFrozen in new[] { true, false })
        {
            var token = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, label = "Gutachten", isAnonymous = true, isFrozen, allowsDownload = true, allowsEmbedding = true, allowedParents = Parents });
            foreach (var address in new[] { $"/s/{token}", $"/embed/{token}", $"/api/shared/{token}", $"/api/shared/{token}/page.html", $"/api/shared/{token}/spec.json", $"/api/shared/{token}/preview.png", $"/api/shared/{token}/tickets/{ticket}/export", $"/api/shared/{token}/tickets/{ticket}/masks/fc.weight.png" })
            {
                using var answer = await client.GetAsync(address, Cancellation);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                var bytes = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Cancellation)) + string.Concat(answer.Content.Headers.Select(header => string.Concat(header.Value)));
                foreach (var word in new[] { "Mariannes", "Versuch", "Karlheinz", "Ulmhausen", "geheimtag", "Gutachten", "First ticket", id, app.Laboratory.Root, Environment.MachineName }.Where(IsNoAccident))
                {
                    Assert.False(bytes.Contains(word, StringComparison.OrdinalIgnoreCase), $"{address} tells '{word}'.");
                }

                // Midnight is what a day alone is written as.
                Assert.DoesNotContain(TimesOfDay().Matches(bytes), match => !match.Value.EndsWith("T00:00:00", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Page_OfALink_HasPreviewVerdictCitationAndDownloads()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var token = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, allowsDownload = true });
        var page = await client.GetStringAsync($"/s/{token}", Cancellation);
        Assert.Contains("property=\"og:image\" content=\"http://localhost/api/shared/", page);
        Assert.Contains("No dense network is trained yet.", page);
        Assert.Contains("How to cite", page);
        Assert.Contains("page.html", page);
        Assert.Contains("<svg class=\"chart\"", page);
        using var spec = await client.GetAsync($"/api/shared/{token}/spec.json", Cancellation);
        Assert.Equal("attachment", spec.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("\"lenet-300-100\"", await spec.Content.ReadAsStringAsync(Cancellation));

        var closed = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, contents = new { name = false, notes = true, machine = false, masks = false } });
        var plain = await client.GetStringAsync($"/s/{closed}", Cancellation);
        Assert.DoesNotContain("page.html", plain);
        Assert.DoesNotContain("Masks of round", plain);
        Assert.DoesNotContain("libtorch-0", plain);
        Assert.Contains("Experiment 1", plain);
        foreach (var file in new[] { "page.html", "spec.json" })
        {
            using var refused = await client.GetAsync($"/api/shared/{closed}/{file}", Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_OfALink_StatesToleranceAndWhichControlsAreThereAndLaunchesNothing(bool isAnonymous)
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, ticket) = await app.AddFinishedAsync(Cancellation);
        var token = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, isAnonymous, allowsDownload = true });
        foreach (var address in new[] { $"/s/{token}", $"/api/shared/{token}/page.html" })
        {
            var page = await client.GetStringAsync(address, Cancellation);
            Assert.Contains("Tolerance: 0.10 percentage points.", page);
            Assert.Contains("Controls and baselines", page);
            Assert.Matches("<strong>At least three seeds</strong>\\s*<span>present, n=1 of 3</span>", page);
            Assert.Matches("<strong>Dense network</strong>\\s*<span>planned, not finished yet</span>", page);
            Assert.Matches("<strong>Random (mask|re-initialisation)</strong>\\s*<span>(missing|planned, not finished yet)</span>", page);
            Assert.DoesNotContain("data-evidence", page);
            Assert.DoesNotContain("missing training", page);
        }

        // The link to a ticket holds that ticket alone: it must not call missing what it does not look at.
        var single = await MakeAsync(client, new { kind = "ticket", targets = new[] { ticket } });
        var alone = await client.GetStringAsync($"/s/{single}", Cancellation);
        Assert.DoesNotContain("Controls and baselines", alone);
        Assert.Contains("No dense network to compare with", alone);
    }

    [Fact]
    public async Task Preview_IsAPictureOfTheStatedSizeWithATag_UntilTheLinkEnds()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var token = await MakeAsync(client, new { kind = "experiment", targets = new[] { id } });
        using var first = await client.GetAsync($"/api/shared/{token}/preview.png", Cancellation);
        var png = await first.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal([0, 0, 4, 176, 0, 0, 2, 118], png[16..24]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/shared/{token}/preview.png") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);

        var listed = (await client.GetFromJsonAsync<JsonArray>($"/api/shares?target={id}", Cancellation))!.Single()!;
        var before = DateTime.UtcNow;
        using var revoked = await client.DeleteAsync($"/api/shares/{listed["id"]}", Cancellation);
        var after = DateTime.UtcNow;
        foreach (var address in new[] { $"/api/shared/{token}/preview.png", $"/s/{token}", $"/embed/{token}" })
        {
            using var gone = await client.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            var text = await gone.Content.ReadAsStringAsync(Cancellation);

            // The day can change while the link ends.
            Assert.Contains(new[] { before, after }, day => text.Contains($"on {day:yyyy-MM-dd}", StringComparison.Ordinal));
        }

        using var none = await client.GetAsync("/api/shared/nothing/preview.png", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task File_OfALink_AsksNobodyForAnything()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var edit = await client.PatchAsJsonAsync($"/api/experiments/{id}", new { name = "<b onload=alert(1)>Bold</b>" }, Cancellation);
        var token = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, allowsDownload = true });
        var file = await client.GetStringAsync($"/api/shared/{token}/page.html", Cancellation);
        Assert.StartsWith("<!DOCTYPE html>", file.TrimStart('\uFEFF', ' ', '\r', '\n'));
        Assert.Contains("<svg class=\"chart\"", file);
        Assert.Contains("src=\"data:image/png;base64,", file);
        Assert.Contains("&lt;b onload=alert(1)&gt;", file);
        Assert.DoesNotContain("<b onload", file);
        Assert.DoesNotContain("<script", file);
        Assert.DoesNotContain("<link", file);
        Assert.All(Sources().Matches(file), match => Assert.StartsWith("data:", match.Groups[1].Value));
        Assert.DoesNotContain("url(", file.Replace("\\url{", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Comparison_OfTwoWithOneName_DrawsBothOnPagePictureAndFile()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var bundle = new ByteArrayContent(await client.GetByteArrayAsync($"/api/experiments/{id}/export", Cancellation));
        using var imported = await client.PostAsync("/api/experiments/import", bundle, Cancellation);
        var other = (string)(await ApiApp.ReadAsync(imported, Cancellation))["id"]!;
        var token = await MakeAsync(client, new { kind = "comparison", targets = new[] { id, other }, allowsDownload = true, allowsEmbedding = true, allowedParents = Parents });
        foreach (var address in new[] { $"/s/{token}", $"/embed/{token}", $"/api/shared/{token}/page.html" })
        {
            var text = await client.GetStringAsync(address, Cancellation);
            Assert.Contains("(1), tickets", text);
            Assert.Contains("(2), tickets", text);
        }

        Assert.Contains("not computed on the server that shows it", await client.GetStringAsync($"/s/{token}", Cancellation));
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/shared/{token}/preview.png", Cancellation));
        Assert.NotEmpty(await client.GetByteArrayAsync($"/api/shared/{token}/spec.json?experiment=2", Cancellation));
    }

    [Fact]
    public async Task Embed_WithListedSites_MayBeFramedByThemAndNothingElseMay()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        var open = await MakeAsync(client, new { kind = "experiment", targets = new[] { id }, allowsEmbedding = true, allowedParents = new[] { "https://Group.example/", "http://localhost:8080" } });
        var closed = await MakeAsync(client, new { kind = "experiment", targets = new[] { id } });
        using var answer = await client.GetAsync($"/embed/{open}?theme=dark&width=640&height=360", Cancellation);
        Assert.EndsWith("frame-ancestors https://group.example http://localhost:8080", Policy(answer));
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("data-theme=\"dark\"", page);
        Assert.Contains("width=\"640\" height=\"360\"", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain(" style=", page);

        foreach (var (address, status) in new[]
        {
            ($"/s/{open}", HttpStatusCode.OK), ($"/embed/{closed}", HttpStatusCode.NotFound), ("/embed/nothing", HttpStatusCode.NotFound), ($"/embed/{open}?theme=%22", HttpStatusCode.BadRequest),
            ($"/embed/{open}?width=5", HttpStatusCode.BadRequest), ($"/embed/{open}?height=1e9", HttpStatusCode.BadRequest), ("/", HttpStatusCode.OK), ($"/experiments/{id}", HttpStatusCode.OK),
        })
        {
            using var other = await client.GetAsync(address, Cancellation);
            Assert.Equal(status, other.StatusCode);
            Assert.EndsWith("frame-ancestors 'none'", Policy(other));
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example")]
    [InlineData("https://group.example/path")]
    [InlineData("https://group.example; script-src *")]
    [InlineData("https://a.example https://b.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://group.example:99999")]
    [InlineData("")]
    public async Task Embed_ForSomethingThatIsNoSite_IsRefusedWhenTheLinkIsMade(string parent)
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        using var answer = await client.PostAsJsonAsync("/api/shares", new { kind = "experiment", targets = new[] { "one" }, allowsEmbedding = true, allowedParents = new[] { parent } }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("share.parents", (string?)(await ApiApp.ReadAsync(answer, Cancellation))["code"]);
    }

    [Fact]
    public async Task Embed_WhereTheServerForbidsIt_IsRefused()
    {
        using var app = new ApiApp { AllowsEmbedding = false };
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var answer = await client.PostAsJsonAsync("/api/shares", new { kind = "experiment", targets = new[] { id }, allowsEmbedding = true, allowedParents = Parents }, Cancellation);
        Assert.Equal("share.embedding-off", (string?)(await ApiApp.ReadAsync(answer, Cancellation))["code"]);
        Assert.DoesNotContain("name=\"parents\"", await client.GetStringAsync($"/experiments/{id}", Cancellation));
    }

    // A machine may be called "vm", which packed pictures hold by chance.
    private static bool IsNoAccident(string word) => word.Length >= 6;

    private static string Policy(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));

    private static async Task<string> MakeAsync(HttpClient client, object request)
    {
        using var answer = await client.PostAsJsonAsync("/api/shares", request, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
        return (string)(await ApiApp.ReadAsync(answer, Cancellation))["token"]!;
    }

    [GeneratedRegex(@"\d\d\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")]
    private static partial Regex TimesOfDay();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Sources();
}
