using System.Runtime.InteropServices;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Training.Measuring;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Checkpoints;

/// <summary>Turns a run in progress into a checkpoint and back.</summary>
internal sealed class CheckpointScribe(TrainingRun run, TrainingRule? rule, LossMeter trainLoss, TrainingMeasurements measurements)
{
    private const string Network = "network:";
    private const string Optimizer = "optimizer:";
    private const string Rule = "rule:";
    private const string Mask = "mask:";

    internal TrainingCheckpoint Capture()
    {
        var entries = new List<SafetensorsEntry>();
        for (var i = 0; i < run.State.Tensors.Length; i++)
        {
            entries.Add(TensorBytes.ToEntry(Network + run.Job.Network.Parameters[i].Name, run.State[i]));
        }

        entries.AddRange(run.Optimizer.ExportState().Select(pair => TensorBytes.ToEntry(Optimizer + pair.Key, pair.Value)));
        entries.AddRange(rule?.ExportState().Select(pair => TensorBytes.ToEntry(Rule + pair.Key, pair.Value)) ?? []);
        if (run.MasksChanged)
        {
            entries.AddRange(run.Masks!.Entries.Select(pair => MaskEntry(pair.Key, pair.Value)));
        }

        var position = new TrainingPosition(run.Job.From, run.Job.To, run.Job.NoiseSeed, run.Iteration, run.Batch, trainLoss.Sum, trainLoss.Count, run.MasksChanged, measurements.Points);
        return new TrainingCheckpoint(position, entries);
    }

    /// <summary>Puts the run where the checkpoint stood. False, with nothing changed, when the checkpoint belongs to another job.</summary>
    internal bool Restore(TrainingCheckpoint checkpoint)
    {
        var position = checkpoint.Position;
        if ((position.From, position.To, position.NoiseSeed) != (run.Job.From, run.Job.To, run.Job.NoiseSeed))
        {
            return false;
        }

        using var scope = torch.NewDisposeScope();
        foreach (var entry in Below(checkpoint, Mask))
        {
            var words = MemoryMarshal.Cast<byte, ulong>(entry.Bytes.Span);
            var count = run.Job.Network.Parameters.First(parameter => parameter.Name == entry.Name).Count;
            run.SetMask(entry.Name, BitMask.FromWords(words, count));
        }

        foreach (var entry in Below(checkpoint, Network))
        {
            run.Write(entry.Name, TensorBytes.ToTensor(entry));
        }

        run.Optimizer.ImportState(Tensors(checkpoint, Optimizer));
        rule?.ImportState(Tensors(checkpoint, Rule));
        trainLoss.Restore(position.LossSum, position.LossCount);
        measurements.Restore(position.Points);
        (run.Iteration, run.Batch, run.MasksChanged) = (position.Iteration, position.Batch, position.MasksChanged);
        return true;
    }

    private static Dictionary<string, Tensor> Tensors(TrainingCheckpoint checkpoint, string prefix) =>
        Below(checkpoint, prefix).ToDictionary(entry => entry.Name, TensorBytes.ToTensor, StringComparer.Ordinal);

    private static IEnumerable<SafetensorsEntry> Below(TrainingCheckpoint checkpoint, string prefix) =>
        checkpoint.Tensors.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry with { Name = entry.Name[prefix.Length..] });

    private static SafetensorsEntry MaskEntry(string name, BitMask mask)
    {
        var bytes = MemoryMarshal.AsBytes(mask.Words).ToArray();
        return new(Mask + name, SafetensorsType.U8, [bytes.Length], bytes);
    }
}
