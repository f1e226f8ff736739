using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LotteryLab.Data;
using LotteryLab.Data.Stores;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Web.Administration;
using LotteryLab.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace LotteryLab.Web.Tests;

public sealed class AdministrationTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitation_Once_MakesAnAccountOfItsRole()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var admin = await SignedInAsync(app, "ada", UserRole.Admin);
        var code = await InviteAsync(admin, "viewer");
        using var stranger = app.CreateClient();
        using var made = await stranger.PostAsJsonAsync("/api/invitations/accept", new { code, name = "bob", password = Password }, Cancellation);
        Assert.Equal("viewer", (string?)(await ApiApp.ReadAsync(made, Cancellation))["role"]);
        using var again = await stranger.PostAsJsonAsync("/api/invitations/accept", new { code, name = "eve", password = Password }, Cancellation);
        Assert.Equal("invitation.code", (string?)(await ApiApp.ReadAsync(again, Cancellation))["code"]);
        using var guessed = await stranger.PostAsJsonAsync("/api/invitations/accept", new { code = "guess", name = "eve", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, guessed.StatusCode);
        Assert.Contains("used by bob", await admin.GetStringAsync("/admin", Cancellation));
    }

    [Fact]
    public async Task Invitation_WithATakenName_IsStillGood()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var admin = await SignedInAsync(app, "ada", UserRole.Admin);
        var code = await InviteAsync(admin, "researcher");
        using var stranger = app.CreateClient();
        using var taken = await stranger.PostAsJsonAsync("/api/invitations/accept", new { code, name = "ADA", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        using var made = await stranger.PostAsJsonAsync("/api/invitations/accept", new { code, name = "bob", password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task LastAdministrator_NeverDisappears()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var admin = await SignedInAsync(app, "ada", UserRole.Admin);
        var id = (await admin.GetFromJsonAsync<JsonArray>("/api/users", Cancellation))!.Single(user => (string?)user!["name"] == "ada")!["id"];
        using var demoted = await admin.PatchAsJsonAsync($"/api/users/{id}", new { role = "viewer" }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, demoted.StatusCode);
        using var disabled = await admin.PatchAsJsonAsync($"/api/users/{id}", new { isDisabled = true }, Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, disabled.StatusCode);
    }

    [Theory]
    [InlineData(UserRole.Viewer)]
    [InlineData(UserRole.Researcher)]
    public async Task Administration_ForOthers_IsShut(UserRole role)
    {
        using var app = new ApiApp { HasAccounts = true };
        using var person = await SignedInAsync(app, "bob", role);
        foreach (var address in new[] { "/api/health", "/api/storage", "/api/backups", "/api/invitations", "/api/webhook" })
        {
            using var refused = await person.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var page = await person.GetAsync("/admin", Cancellation);
        Assert.StartsWith("/not-found", page.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        using var other = await person.GetAsync("/methods", Cancellation);
        var text = await other.Content.ReadAsStringAsync(Cancellation);
        Assert.True(other.IsSuccessStatusCode, text);
        Assert.DoesNotContain("href=\"/admin\"", text);
    }

    [Fact]
    public async Task Password_WithTheCurrentOne_ChangesAndKeepsThisBrowserIn()
    {
        using var app = new ApiApp { HasAccounts = true };
        using var person = await SignedInAsync(app, "bob", UserRole.Viewer);
        using var other = app.CreateClient(new() { AllowAutoRedirect = false });
        using var alsoIn = await other.PostAsJsonAsync("/api/session", new { name = "bob", password = Password }, Cancellation);
        using var wrong = await person.PostAsJsonAsync("/api/account/password", new { current = "wrong", password = "another long one" }, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var shortOne = await person.PostAsJsonAsync("/api/account/password", new { current = Password, password = "short" }, Cancellation);
        Assert.Equal("user.password", (string?)(await ApiApp.ReadAsync(shortOne, Cancellation))["code"]);
        using var changed = await person.PostAsJsonAsync("/api/account/password", new { current = Password, password = "another long one" }, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var here = await person.GetAsync("/api/queue", Cancellation);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        using var there = await other.GetAsync("/api/queue", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, there.StatusCode);
    }

    [Fact]
    public async Task Backup_WhileTheAppRuns_HoldsWhatWasThere()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(Cancellation);
        using var made = await client.PostAsync("/api/backups", null, Cancellation);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var name = (string?)(await ApiApp.ReadAsync(made, Cancellation))["name"];
        var restored = Path.Combine(app.Laboratory.Root, "restored", LaboratoryDatabase.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(restored)!);
        File.Copy(Path.Combine(app.Laboratory.Root, "backups", name!), restored);
        using var database = new LaboratoryDatabase(restored);
        Assert.Equal(id, Assert.Single((await new ExperimentStore(database).ListAsync(new ExperimentFilter(), Cancellation)).Items).Id);
        Assert.Contains(name!, await client.GetStringAsync("/admin", Cancellation));
    }

    [Fact]
    public async Task Backups_BeyondTheNumberKept_LoseTheOldestOfTheirOwn()
    {
        using var app = new ApiApp { Change = services => services.AddSingleton(new BackupSettings { Kept = 3 }) };
        using var client = app.CreateClient();
        var folder = Directory.CreateDirectory(Path.Combine(app.Laboratory.Root, "backups")).FullName;
        foreach (var name in new[] { "lotterylab-20200101-000000.db", "lotterylab-20210101-000000.db", "lotterylab-20220101-000000.db", "lotterylab-20230101-000000.db", "lotterylab-before-the-move.db", "notes.txt" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "", Cancellation);
        }

        using var made = await client.PostAsync("/api/backups", null, Cancellation);
        var own = (string?)(await ApiApp.ReadAsync(made, Cancellation))["name"];
        Assert.Equal(
            new[] { "lotterylab-20220101-000000.db", "lotterylab-20230101-000000.db", "lotterylab-before-the-move.db", "notes.txt", own }.Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("The newest 3 are kept", await client.GetStringAsync("/admin", Cancellation));
    }

    [Fact]
    public async Task Backups_WhenTheNewOneFails_LoseNone()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        using var app = new ApiApp();
        using var client = app.CreateClient();
        await app.AddFinishedAsync(Cancellation);
        var folder = Directory.CreateDirectory(Path.Combine(app.Laboratory.Root, "backups")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "lotterylab-20200101-000000.db"), "", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "lotterylab-20210101-000000.db"), "", Cancellation);

        // Where the copy is written stands a folder.
        Directory.CreateDirectory(Path.Combine(folder, "lotterylab-20260102-030405.db.part", "in the way"));
        var backups = new BackupService(app.Service<DatabaseCare>(), app.Laboratory, new BackupSettings { Kept = 1 }, new StillTime(now), Microsoft.Extensions.Logging.Abstractions.NullLogger<BackupService>.Instance);
        await Assert.ThrowsAnyAsync<Exception>(() => backups.MakeAsync(Cancellation));
        Assert.Equal(2, backups.List().Count);
    }

    [Fact]
    public async Task Storage_WithAnUnreachableResult_PreviewsAndFreesExactlyThat()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        AddOrphan(app);
        var view = (await client.GetFromJsonAsync<JsonObject>("/api/storage", Cancellation))!;
        Assert.Equal(1, (int?)view["unreachableResults"]);
        Assert.Contains("Delete 1 results", WebUtility.HtmlDecode(await client.GetStringAsync("/admin?storage=true", Cancellation)));
        using var preview = await client.PostAsync("/api/storage/collect", null, Cancellation);
        Assert.Equal(1, (int?)(await ApiApp.ReadAsync(preview, Cancellation))["artifacts"]);
        Assert.True(app.Laboratory.Store.Contains(StepKey.Of("orphan")));
        using var freed = await client.PostAsync("/api/storage/collect?dryRun=false", null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, freed.StatusCode);
        Assert.False(app.Laboratory.Store.Contains(StepKey.Of("orphan")));
    }

    [Fact]
    public async Task Health_OfARunningServer_KnowsItsDatabaseAndFollower()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var health = await ApiApp.UntilAsync(async () => await client.GetFromJsonAsync<JsonObject>("/api/health", Cancellation) is { } view && view["followerLagSeconds"] is not null ? view : null, Cancellation);
        Assert.True((long?)health["databaseBytes"] > 0);
    }

    [Fact]
    public void Health_WithLittleLeft_SaysSo()
    {
        Assert.Contains("almost full", Assert.Single(HealthReader.Warnings(0, 100_000_000, TimeSpan.Zero, isLeading: true)));
        Assert.Contains("before long trainings", Assert.Single(HealthReader.Warnings(0, 2_000_000_000, TimeSpan.Zero, isLeading: true)));
        Assert.Contains("write-ahead log", Assert.Single(HealthReader.Warnings(1_000_000_000, long.MaxValue, TimeSpan.Zero, isLeading: true)));
        Assert.Contains("1 min ago", Assert.Single(HealthReader.Warnings(0, long.MaxValue, TimeSpan.FromMinutes(1), isLeading: true)));
        Assert.Empty(HealthReader.Warnings(0, long.MaxValue, TimeSpan.FromMinutes(1), isLeading: false));
    }

    [Fact]
    public async Task Pages_WithoutAccounts_WorkForTheLocalAdministrator()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        Assert.Contains("Nobody has to sign in now", await client.GetStringAsync("/admin", Cancellation));
        var settings = await client.GetStringAsync("/settings", Cancellation);
        Assert.Contains("data-preference=\"contrast\"", settings);
        Assert.Contains("data-webhook", settings);
        Assert.DoesNotContain("data-password", settings);
    }

    private sealed class StillTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static void AddOrphan(ApiApp app)
    {
        using var writer = app.Laboratory.Store.Begin(StepKey.Of("orphan"));
        writer.Write("something.bin", new byte[1000]);
        app.Laboratory.Store.Publish(StepKey.Of("orphan"), [], writer);
    }

    private static async Task<string> InviteAsync(HttpClient admin, string role)
    {
        using var invited = await admin.PostAsJsonAsync("/api/invitations", new { label = "for somebody", role }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, invited.StatusCode);
        return (string)(await ApiApp.ReadAsync(invited, Cancellation))["code"]!;
    }

    private static async Task<HttpClient> SignedInAsync(ApiApp app, string name, UserRole role)
    {
        var client = app.CreateClient(new() { AllowAutoRedirect = false });
        await app.Service<Accounts>().AddAsync(name, Password, role, isFirst: false, Cancellation);
        using var entered = await client.PostAsJsonAsync("/api/session", new { name, password = Password }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        return client;
    }
}
