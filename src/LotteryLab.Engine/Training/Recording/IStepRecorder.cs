namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// Records what one training step asks of the device, so that later steps are one launch each instead of some hundred. A small network
/// computes faster than a program can ask for its layers one by one.
/// </summary>
public interface IStepRecorder
{
    /// <summary>Takes down what <paramref name="step"/> asks of the device. That need not be done yet when this returns: replay it for the first step too.</summary>
    /// <param name="step">Reads and writes tensors that stay where they are, reads nothing back, and does the same whenever it is called.</param>
    /// <exception cref="Exception">The step cannot be recorded; it may be called directly then.</exception>
    IStepRecording Record(Action step);
}

/// <summary>A recorded step. Only the thread that recorded it may use it.</summary>
public interface IStepRecording : IDisposable
{
    /// <summary>Does the step once more.</summary>
    void Replay();
}
