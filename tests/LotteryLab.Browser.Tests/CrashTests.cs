using System.Diagnostics;
using System.Globalization;

namespace LotteryLab.Browser.Tests;

/// <summary>
/// Web app and worker are killed without warning at random moments, and what the database holds in the end is, row by row, what it holds after an
/// undisturbed run. <c>LOTTERYLAB_CRASHES</c> sets the number of kills (4 when not set) and <c>LOTTERYLAB_CRASH_SEED</c> their moments.
/// </summary>
[Collection("browser")]
[Trait("kind", "processes")]
public sealed class CrashTests
{
    // A worker that is killed all the time is started again at once, and no step is given up.
    private static readonly Dictionary<string, string> Stubborn = new() { ["LotteryLab__LongestPause"] = "0", ["LotteryLab__MaximumAttempts"] = "100000", ["LotteryLab__MaximumCrashes"] = "100000" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WebAppAndWorker_KilledAtRandomMoments_LeaveTheDatabaseOfAnUndisturbedRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Workers are found by /proc.");
        var crashes = Setting("LOTTERYLAB_CRASHES", 4);
        var random = new Random(Setting("LOTTERYLAB_CRASH_SEED", 1));
        var spec = crashes > 8 ? Specs.Shown("Crash", 31, 0.4) : Specs.Quick("Crash", 31);
        using var whole = new AppProcess();
        await whole.StartAsync(Cancellation);
        var clock = Stopwatch.StartNew();
        var id = await whole.LaunchAsync(spec, Cancellation);
        await whole.UntilAsync(id, Cancellation, "succeeded");
        await EmptyQueueAsync(whole);
        var duration = clock.Elapsed;
        whole.Kill();

        using var app = new AppProcess { Settings = Stubborn };
        await app.StartAsync(Cancellation);
        Assert.Equal(id, await app.LaunchAsync(spec, Cancellation));
        var (hits, workers) = (0, 0);
        for (var i = 0; i < crashes; i++)
        {
            // From the moment at which there is a worker, so that a kill interrupts something; a few reach far into the run.
            await app.UntilAsync(id, Cancellation, "running", "succeeded");
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * random.NextDouble() * duration.TotalMilliseconds / 2), Cancellation);
            if (i % 2 == 0)
            {
                workers += app.KillWorker(id) ? 1 : 0;
            }
            else
            {
                app.Kill();
                hits++;
                await app.StartAsync(Cancellation);
            }
        }

        await app.UntilAsync(id, Cancellation, "succeeded");
        await EmptyQueueAsync(app);
        app.Kill();
        TestContext.Current.TestOutputHelper?.WriteLine($"{workers} workers and {hits} web apps were killed; an undisturbed run takes {duration.TotalSeconds:F1} s");
        Assert.True(workers + hits > 0, "No kill hit anything.");
        Assert.Equal(DatabaseContents.Rows(whole.Home), DatabaseContents.Rows(app.Home));
        Assert.Empty(DatabaseContents.ProblemsOfEvents(whole.Home));
        Assert.Empty(DatabaseContents.ProblemsOfEvents(app.Home));
    }

    // The experiment has succeeded a moment before it leaves the queue.
    private static Task EmptyQueueAsync(AppProcess app) =>
        Until.TrueAsync(async () => (await app.GetAsync("/api/system", Cancellation))["queue"]!.AsArray().Count == 0, "The queue did not become empty.", Cancellation);

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : standard;
}
