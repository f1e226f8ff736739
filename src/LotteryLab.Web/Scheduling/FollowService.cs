using LotteryLab.Data.Ingest;
using LotteryLab.Web.Administration;
using LotteryLab.Web.Live;

namespace LotteryLab.Web.Scheduling;

/// <summary>Lets the follower look at the journals: at running experiments several times a second, at all folders every second. Without the lead it listens to the database instead.</summary>
internal sealed class FollowService(JournalFollower follower, LaboratoryLeader leader, LiveEcho echo, FollowerPulse pulse, TimeProvider time, ILogger<FollowService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(120);
    private const int PassesBetweenFullOnes = 8;
    private const int PassesBetweenEchoes = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        follower.OnProblem = (experiment, problem) => log.LogWarning(problem, "Experiment {Experiment} could not be read; the next pass tries again", experiment);
        using var timer = new PeriodicTimer(Interval, time);
        for (var pass = 0; await NextAsync(timer, stoppingToken); pass++)
        {
            try
            {
                if (leader.IsLeading)
                {
                    await follower.PassAsync(pass % PassesBetweenFullOnes == 0, stoppingToken);
                    pulse.Beat();
                }
                else if (pass % PassesBetweenEchoes == 0)
                {
                    await echo.PassAsync(stoppingToken);
                }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // A full disk or a database that another program holds: training goes on, and so do the next passes.
                log.LogError(problem, "The journals could not be followed");
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
