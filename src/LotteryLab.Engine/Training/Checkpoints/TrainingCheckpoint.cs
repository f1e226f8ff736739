using System.Security.Cryptography;
using System.Text.Json;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Training.Measuring;

namespace LotteryLab.Engine.Training.Checkpoints;

/// <summary>Where a training stood, apart from tensors.</summary>
/// <param name="From">First iteration of the job, to recognise a checkpoint of another one.</param>
/// <param name="To">Iteration after the last one of the job.</param>
/// <param name="NoiseSeed">Noise seed of the job.</param>
/// <param name="Iteration">Steps taken on the original schedule.</param>
/// <param name="Batch">Batches drawn on the original schedule.</param>
/// <param name="LossSum">Sum of batch losses since the last evaluation point.</param>
/// <param name="LossCount">Number of those batches.</param>
/// <param name="MasksChanged">Whether a rule has changed masks.</param>
/// <param name="Points">Evaluation points so far.</param>
internal sealed record TrainingPosition(
    long From,
    long To,
    long NoiseSeed,
    long Iteration,
    long Batch,
    double LossSum,
    long LossCount,
    bool MasksChanged,
    IReadOnlyList<EvaluationPoint> Points);

/// <summary>
/// Everything that a training needs to go on as if it had not stopped: a safetensors file (network, optimizer, masks and rule under
/// prefixes, the position as JSON in a byte tensor) followed by its SHA-256.
/// </summary>
internal sealed record TrainingCheckpoint(TrainingPosition Position, IReadOnlyList<SafetensorsEntry> Tensors)
{
    private const string PositionName = "position";

    internal byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Position);
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, Tensors.Append(new SafetensorsEntry(PositionName, SafetensorsType.U8, [json.Length], json)));
        var content = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        return [.. content, .. SHA256.HashData(content)];
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    internal static TrainingCheckpoint? FromBytes(byte[] bytes)
    {
        var length = bytes.Length - SHA256.HashSizeInBytes;
        if (length < 0 || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)))
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(bytes, 0, length, writable: false);
            var entries = SafetensorsFile.Read(stream);
            var position = JsonSerializer.Deserialize<TrainingPosition>(entries.Single(entry => entry.Name == PositionName).Bytes.Span);
            return position is null ? null : new TrainingCheckpoint(position, [.. entries.Where(entry => entry.Name != PositionName)]);
        }
        catch (Exception exception) when (exception is LotteryLabException or JsonException or InvalidOperationException)
        {
            // The hash fits, so an older version of this program wrote it in another form; starting anew is always right.
            return null;
        }
    }
}
