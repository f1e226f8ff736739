using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Scheduling;

/// <summary>Whether new workers are started. A paused queue lets running experiments go on.</summary>
internal sealed class QueueSwitch(SettingStore settings)
{
    private const string Name = "queue.paused";
    private bool? known;

    public async Task<bool> IsPausedAsync(CancellationToken cancellation) =>
        known ??= await settings.FindAsync(Name, cancellation) == "true";

    public async Task SetAsync(bool isPaused, CancellationToken cancellation)
    {
        await settings.SetAsync(Name, isPaused ? "true" : "false", cancellation);
        known = isPaused;
    }
}
