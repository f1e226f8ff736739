using System.Runtime.InteropServices;

namespace LotteryLab.Worker.Running;

/// <summary>The first Ctrl-C or SIGTERM asks for a checkpoint and an orderly end; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly TextWriter error;
    private int isListening;

    public StopSignals(TextWriter error)
    {
        this.error = error;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>Whether a signal came.</summary>
    public bool WasRaised => stop.IsCancellationRequested;

    /// <summary>From now on the first signal stops in order; before, there is nothing to save and a signal ends the program.</summary>
    public void Listen() => Volatile.Write(ref isListening, 1);

    /// <summary>What a signal does; tests call it.</summary>
    public void Raise()
    {
        error.WriteLine("Stopping: writing checkpoints. The same command resumes later; a second Ctrl-C stops at once and loses at most the work since the last checkpoint.");
        stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (Volatile.Read(ref isListening) == 1 && !stop.IsCancellationRequested)
        {
            context.Cancel = true;
            Raise();
        }
    }
}
