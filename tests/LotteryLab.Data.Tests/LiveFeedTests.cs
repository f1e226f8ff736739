using LotteryLab.Data.Live;
using LotteryLab.Data.Stores;

namespace LotteryLab.Data.Tests;

public sealed class LiveFeedTests
{
    private readonly LiveFeed feed = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_AfterManyPoints_JoinsThemAndKeepsStates()
    {
        using var listener = feed.Subscribe();
        listener.Follow("a");
        feed.Publish(Points(1, 0, 3));
        feed.Publish(new StateMessage("a", 2, default, ExperimentState.Paused, ""));
        feed.Publish(Points(3, 3, 2));
        feed.Publish(new StateMessage("b", 1, default, ExperimentState.Failed, ""));
        var batch = await listener.TakeAsync(Cancellation);
        Assert.Equal([2L, 3L], batch.Messages.Select(message => message.Sequence));
        var points = Assert.IsType<PointsMessage>(batch.Messages[1]);
        Assert.Equal((0, 5), (points.From, points.Points.Count));
        Assert.Empty(batch.Behind);
    }

    [Fact]
    public async Task Take_AfterPointsWereMeasuredAgain_GivesTheNewOnes()
    {
        using var listener = feed.Subscribe();
        listener.Follow("a");
        feed.Publish(Points(1, 0, 5));
        feed.Publish(Points(2, 2, 1));
        var points = Assert.IsType<PointsMessage>(Assert.Single((await listener.TakeAsync(Cancellation)).Messages));
        Assert.Equal((0, 3), (points.From, points.Points.Count));
    }

    [Fact]
    public async Task Take_WhenFarBehind_DropsPointsButNoState()
    {
        using var listener = feed.Subscribe();
        listener.Follow("a");
        for (var i = 0; i < 300; i++)
        {
            feed.Publish(Points(i + 1, i * 100, 100));
        }

        feed.Publish(new StateMessage("a", 1000, default, ExperimentState.Succeeded, ""));
        var batch = await listener.TakeAsync(Cancellation);
        Assert.Equal("a", Assert.Single(batch.Behind));
        Assert.IsType<StateMessage>(Assert.Single(batch.Messages));
    }

    [Fact]
    public void Publish_AfterTheListenerHasGone_ReachesNobody()
    {
        feed.Subscribe().Dispose();
        feed.Publish(Points(1, 0, 1));
        Assert.Equal(0, feed.Listeners);
    }

    private static PointsMessage Points(long sequence, int from, int count) =>
        new("a", sequence, default, "k", from, [.. Enumerable.Range(from, count).Select(i => new SeriesPoint(i, 0.1, null, null, null, null, null))]);
}
