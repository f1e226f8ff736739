using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Recording;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>The trainings of <see cref="TrainingCases"/> without dropout, with a recorder that does a recorded step by doing it again.</summary>
internal sealed class RecordedCases : IDisposable
{
    private static readonly NetworkDefinition Definition =
        new(TrainingCases.Definition.Input, TrainingCases.Definition.Classes, [.. TrainingCases.Definition.Layers.Where(layer => layer is not DropoutLayer)]);

    private readonly TrainingCases cases;
    private readonly NetworkState start;

    public RecordedCases(string augmentation = "none")
    {
        cases = new TrainingCases(augmentation);
        start = new NetworkState(Definition, cases.Job().Start.Clone().Tensors);
    }

    /// <summary>What was recorded.</summary>
    public RepeatingRecorder Recorder { get; } = new();

    /// <summary>A training the ordinary way; warm-up and falling rates included.</summary>
    public TrainingJob Ordinary(TrainingJob? like = null)
    {
        var job = like ?? cases.Job();
        var schedule = new MilestonesSchedule().Resolve(
            new MilestonesOptions { Warmup = Engine.Specs.TrainingLength.FromIterations(6), Milestones = ["15it"] }, job.Schedule.At(0), TrainingCases.IterationsPerEpoch, job.To);
        return job with { Network = Definition, Start = start, Data = cases.Data, Schedule = schedule };
    }

    /// <summary>The same recorded.</summary>
    public TrainingJob Recorded(TrainingJob? like = null) => Ordinary(like) with { Recorder = Recorder };

    /// <summary>A job of the small cases, of this data.</summary>
    public TrainingJob Like(Engine.Specs.ComponentSpec optimizer, Engine.Masks.MaskSet? mask = null, string precision = "float32", long from = 0, long to = 25) =>
        cases.Job(optimizer, from, to, mask, precision: precision);

    public void Dispose()
    {
        start.Dispose();
        cases.Dispose();
    }
}

/// <summary>Does a recorded step by calling it again, and knows when it does: what the step asks of the host meanwhile a GPU would never hear.</summary>
internal sealed class RepeatingRecorder : IStepRecorder
{
    public int Recordings { get; private set; }

    public int Replays { get; private set; }

    public int Freed { get; private set; }

    public bool IsReplaying { get; private set; }

    /// <summary>Thrown instead of recording.</summary>
    public Exception? Failure { get; init; }

    public IStepRecording Record(Action step)
    {
        Recordings++;
        return Failure is null ? new Repeated(this, step) : throw Failure;
    }

    private sealed class Repeated(RepeatingRecorder recorder, Action step) : IStepRecording
    {
        public void Replay()
        {
            recorder.Replays++;
            recorder.IsReplaying = true;
            step();
            recorder.IsReplaying = false;
        }

        public void Dispose() => recorder.Freed++;
    }
}
