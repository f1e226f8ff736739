using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Steps.Kinds;

/// <summary>Passes what a training reports on to the journal of its step and to whoever watches the process.</summary>
internal sealed class TrainingJournal : ITrainingObserver
{
    // Weights of the largest network whose masks go into the journal bit by bit; of larger ones only the counts do.
    private const long LargestSnapshot = 1 << 20;

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly TrainStep step;
    private readonly StepContext context;
    private long lastReport;

    public TrainingJournal(TrainStep step, StepContext context)
    {
        this.step = step;
        this.context = context;
        Checkpoints = new TrainingCheckpointStore(context.ScratchFolder, context.Environment.CheckpointInterval, context.Environment.Time);
        context.Environment.OnIteration?.Invoke(step.Key, step.Segment.From);
    }

    public TrainingCheckpointStore Checkpoints { get; }

    TrainingCheckpointStore? ITrainingObserver.Checkpoints => Checkpoints;

    public void OnProgress(long iteration)
    {
        var now = context.Environment.Time.GetTimestamp();
        if (context.Environment.OnIteration is { } listener && context.Environment.Time.GetElapsedTime(lastReport, now) >= ProgressInterval)
        {
            lastReport = now;
            listener(step.Key, iteration);
        }
    }

    public void OnEvaluation(EvaluationPoint point) =>
        context.Journal.Append("evaluation", JsonSerializer.SerializeToNode(point, Format)!.AsObject());

    public void OnMasks(long iteration, MaskSet masks)
    {
        var tensors = new JsonArray([.. masks.Entries.Select(entry => (JsonNode)new JsonObject { ["name"] = entry.Key, ["count"] = entry.Value.Count, ["kept"] = entry.Value.Kept })]);
        var fields = new JsonObject { ["iteration"] = iteration, ["count"] = masks.Count, ["kept"] = masks.Kept, ["tensors"] = tensors };
        if (masks.Count <= LargestSnapshot)
        {
            fields["bits"] = Convert.ToBase64String(Compressed(MaskFile.ToBytes(masks)));
        }

        context.Journal.Append("mask", fields);
    }

    public void OnResumed(long iteration, IReadOnlyList<EvaluationPoint> points)
    {
        // Readers drop what an earlier attempt wrote beyond this iteration: it is measured again, with equal results.
        context.Journal.Append("resumed", new JsonObject { ["iteration"] = iteration, ["points"] = points.Count });
        context.Environment.OnIteration?.Invoke(step.Key, iteration);
    }

    public void OnWarning(string message) => context.Journal.Append("warning", new JsonObject { ["message"] = message });

    /// <summary>Notes what the training needed at least, and what the whole process took at its peak.</summary>
    public void OnMemory(TrainingMemory memory) => context.Journal.Append("memory", new JsonObject
    {
        ["parameters"] = memory.Parameters,
        ["optimizer"] = memory.Optimizer,
        ["activations"] = memory.Activations,
        ["data"] = memory.Data,
        ["floor"] = memory.Floor,
        ["processPeak"] = TrainingMemory.ProcessPeak(),
    });

    // A sparse mask packs well: LeNet at 2 % takes about five kilobytes.
    private static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
        {
            zlib.Write(bytes);
        }

        return stream.ToArray();
    }
}
