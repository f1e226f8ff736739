using LotteryLab.Data;

namespace LotteryLab.Web.Scheduling;

/// <summary>Creates or upgrades the database before anything listens, so that a problem with it is a sentence at the start.</summary>
internal sealed class DatabaseStart(LaboratoryDatabase database) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        database.Prepare();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
