namespace LotteryLab.Browser.Tests;

/// <summary>Waits for what another process does. A machine under load may take its time; only what never happens is a failure.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    public static async Task TrueAsync(Func<Task<bool>> look, string otherwise, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await look())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                Assert.Fail(otherwise);
            }
        }
    }
}
