using System.Globalization;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Display;

/// <summary>Lines for files, pipes and logs: one for each finished round, and at most one status line in ten seconds.</summary>
internal sealed class PlainDisplay(Session session, TimeProvider time) : IRunDisplay
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private long lastStatus = time.GetTimestamp();

    /// <summary>Progress in one line.</summary>
    public static string Describe(RunStatus status)
    {
        var remaining = status.RemainingSeconds is { } seconds ? $", about {Numbers.Duration(seconds)} left" : "";
        var speed = status.IterationsPerSecond > 0 ? $", {Numbers.Groups(status.IterationsPerSecond)} iterations/s" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{status.Progress * 100:F0}% done, {status.Finished} of {status.Steps} steps{speed}{remaining}");
    }

    /// <inheritdoc/>
    public void OnStatus(RunStatus status)
    {
        lock (gate)
        {
            if (status.State == RunState.Running && time.GetElapsedTime(lastStatus) >= StatusInterval)
            {
                lastStatus = time.GetTimestamp();
                session.Line(Describe(status));
            }
        }
    }

    /// <inheritdoc/>
    public void OnRound(RoundResult round)
    {
        lock (gate)
        {
            session.Line(ResultTable.Line(round));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
