using LotteryLab.Engine.Files;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>
/// Checkpoints of trainings that run as one network: each member has its own, in the form of a training alone. They serve when all stand at the
/// same iteration; otherwise (the process died between two of the files, or the members have come together anew) all begin again.
/// </summary>
internal sealed class BatchedCheckpoints(BatchedRun run, IReadOnlyList<BatchedMember> members, BatchedMeasurements measurements)
{
    private const string Network = "network:";
    private const string Optimizer = "optimizer:";
    private const string Counter = "/step";

    internal bool AreDue => members[0].Observer.Checkpoints is { IsDue: true };

    internal void Save()
    {
        var sums = run.LossSums.ReadNumbers<double>();
        for (var i = 0; i < members.Count; i++)
        {
            members[i].Observer.Checkpoints?.Save(Capture(i, sums[members[i].Place]));
        }
    }

    /// <summary>Puts the run where the checkpoints stand. False, with nothing changed, when there is no set of them that fits.</summary>
    internal bool Restore()
    {
        var saved = members.Select(member => member.Observer.Checkpoints?.Load(member.Observer.OnWarning)).ToArray();
        if (saved.All(checkpoint => checkpoint is null))
        {
            return false;
        }

        var first = saved.FirstOrDefault(checkpoint => checkpoint is not null)!.Position;
        if (!saved.Select((checkpoint, i) => Fits(checkpoint, members[i].Job, first)).All(fits => fits))
        {
            foreach (var member in members)
            {
                member.Observer.OnWarning("The trainings that run as one network have no checkpoints of the same iteration; all of them start again from their beginning.");
            }

            return false;
        }

        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        // Free places hold copies of the first member.
        var byPlace = members.Zip(saved).ToDictionary(pair => pair.First.Place, pair => pair.Second!);
        TrainingCheckpoint[] places = [.. Enumerable.Range(0, run.Replicates).Select(place => byPlace.GetValueOrDefault(place, saved[0]!))];
        for (var i = 0; i < run.Tensors.Length; i++)
        {
            var name = Network + run.Job.Network.Parameters[i].Name;
            run.Tensors[i].copy_(stack([.. places.Select(place => Find(place, name))]));
        }

        run.Optimizer.ImportState(run.Optimizer.ExportState().Keys.ToDictionary(
            name => name,
            name => IsCounter(name) ? Find(places[0], Optimizer + name) : stack([.. places.Select(place => Find(place, Optimizer + name))]),
            StringComparer.Ordinal));
        run.LossSums.copy_(tensor(places.Select(place => place.Position.LossSum).ToArray()));
        (run.Iteration, run.LossCount) = (first.Iteration, first.LossCount);
        for (var i = 0; i < members.Count; i++)
        {
            measurements.Restore(i, saved[i]!.Position.Points);
            members[i].Observer.OnResumed(run.Iteration, measurements.PointsOf(i));
        }

        return true;
    }

    private TrainingCheckpoint Capture(int member, double lossSum)
    {
        using var scope = torch.NewDisposeScope();
        var (job, place) = (members[member].Job, members[member].Place);
        var entries = run.Tensors.Select((tensor, i) => TensorBytes.ToEntry(Network + run.Job.Network.Parameters[i].Name, tensor.detach().select(0, place)))
            .Concat(run.Optimizer.ExportState().Select(pair => TensorBytes.ToEntry(Optimizer + pair.Key, IsCounter(pair.Key) ? pair.Value : pair.Value.select(0, place))))
            .ToList();
        // The weights of a member that has diverged are no numbers either, so it will be found again.
        var sum = double.IsFinite(lossSum) ? lossSum : 0;
        return new TrainingCheckpoint(new TrainingPosition(job.From, job.To, job.NoiseSeed, run.Iteration, run.Iteration, sum, run.LossCount, MasksChanged: false, measurements.PointsOf(member)), entries);
    }

    private static bool Fits(TrainingCheckpoint? checkpoint, TrainingJob job, TrainingPosition first) =>
        checkpoint?.Position is { } position
        && (position.From, position.To, position.NoiseSeed) == (job.From, job.To, job.NoiseSeed)
        && (position.Iteration, position.LossCount) == (first.Iteration, first.LossCount);

    // Counts of steps, which all replicates share.
    private static bool IsCounter(string name) => name.EndsWith(Counter, StringComparison.Ordinal);

    private static Tensor Find(TrainingCheckpoint checkpoint, string name) => TensorBytes.ToTensor(checkpoint.Tensors.First(entry => entry.Name == name));
}
