using LotteryLab.Data.Stores;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Forecasting;

namespace LotteryLab.Web.Scheduling;

/// <summary>Has the worker measure this machine once while nothing else runs, so that the first forecast is one; again when machine or LibTorch change.</summary>
internal sealed class CalibrationService(WorkerProgram program, WorkerSettings settings, Laboratory laboratory, LaboratoryLeader leader, QueueStore queue, TimeProvider time, ILogger<CalibrationService> log)
    : BackgroundService
{
    /// <summary>Whoever has just started the app looks at a page first; the measurement takes all cores for a few seconds.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Calibrates)
        {
            return;
        }

        try
        {
            do
            {
                await Task.Delay(Quiet, time, stoppingToken);
            }
            while (!leader.IsLeading || await IsBusyAsync(stoppingToken) || !await MeasureAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start measures.
        }
        catch (Exception problem) when (problem is LotteryLabException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            log.LogInformation("This machine was not measured, so the first forecasts are guesses: {Reason}", problem.Message);
        }
    }

    /// <summary>True when the machine is measured, or cannot be; false when a launch came between.</summary>
    private async Task<bool> MeasureAsync(CancellationToken cancellation)
    {
        var facts = await program.FactsAsync(cancellation);
        if (facts.Obstacle is not null || MachineSpeeds.Read(laboratory, facts.Numerics) is not null)
        {
            return true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(Longest);
        var measuring = program.RunAsync(["calibrate", "--lab", laboratory.Root, "--device", facts.Devices[0]], stop.Token);
        while (!measuring.IsCompleted)
        {
            await Task.WhenAny(measuring, Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation));
            if (!measuring.IsCompleted && await IsBusyAsync(cancellation))
            {
                // Somebody's training is worth more than our estimate, and would spoil it.
                await stop.CancelAsync();
            }
        }

        try
        {
            var code = await measuring;
            log.LogInformation("Measured this machine for forecasts (exit code {Code})", code);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> IsBusyAsync(CancellationToken cancellation) => (await queue.ListAsync(cancellation)).Count > 0;
}
