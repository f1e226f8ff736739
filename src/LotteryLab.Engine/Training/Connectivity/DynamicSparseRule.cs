using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Connectivity;

/// <summary>
/// What the rules of dynamic sparse training share: when they act, the bookkeeping of what moved, its report at evaluation points, and
/// checkpoints. A method says where new connections grow.
/// </summary>
public abstract class DynamicSparseRule(DropSchedule schedule) : TrainingRule
{
    private const long Never = long.MinValue;

    private readonly Dictionary<string, Tensor> exported = new(StringComparer.Ordinal);
    private List<TensorEvolution> tensors = [];
    private long last = Never;
    private long updates;

    /// <summary>When the rule acts and how many weights go.</summary>
    protected DropSchedule Schedule { get; } = schedule;

    /// <summary>Names of the tensors whose masks can change.</summary>
    protected IEnumerable<string> Changeable => tensors.Where(tensor => tensor.CanChange).Select(tensor => tensor.Name);

    /// <inheritdoc/>
    public override void OnStart(TrainingRun run) =>
        tensors = [.. run.Masks?.Entries.Select(entry => new TensorEvolution(entry.Key, entry.Value)) ?? []];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(TrainingRun run)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["dropFraction"] = Schedule.At(run.Iteration),
            ["updates"] = updates,
        };
        var count = tensors.Sum(tensor => tensor.Start.Count);
        var distance = tensors.Sum(tensor => tensor.DistanceToStart(run.Mask(tensor.Name)!));
        values["explored"] = (double)tensors.Sum(tensor => tensor.Explored) / Math.Max(count, 1);
        values["distanceToStart"] = distance;

        // Each connection that moved differs in two positions.
        values["moved"] = distance / 2.0 / Math.Max(tensors.Sum(tensor => tensor.Start.Kept), 1);
        foreach (var tensor in tensors.Where(tensor => tensor.CanChange))
        {
            values[$"{tensor.Name}/dropped"] = tensor.Dropped;
            values[$"{tensor.Name}/grown"] = tensor.Grown;
            values[$"{tensor.Name}/regrown"] = tensor.Regrown;
            values[$"{tensor.Name}/explored"] = (double)tensor.Explored / tensor.Start.Count;
            values[$"{tensor.Name}/distanceToStart"] = tensor.DistanceToStart(run.Mask(tensor.Name)!);
        }

        return values;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> ExportState()
    {
        FreeExported();
        exported["updates"] = torch.tensor(new[] { last, updates }).DetachFromDisposeScope();
        foreach (var tensor in tensors)
        {
            exported[$"evolution/{tensor.Name}"] = torch.tensor(tensor.State).DetachFromDisposeScope();
        }

        return exported;
    }

    /// <inheritdoc/>
    public override void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        var position = state["updates"].ReadNumbers<long>();
        (last, updates) = (position[0], position[1]);
        foreach (var tensor in tensors)
        {
            tensor.Restore(state[$"evolution/{tensor.Name}"].ReadNumbers<long>());
        }
    }

    /// <summary>Whether an update is due at an iteration.</summary>
    protected bool IsDue(long iteration) => Schedule.IsDue(iteration, last == Never ? null : last);

    /// <summary>Notes that an update takes place.</summary>
    protected void Begin(long iteration)
    {
        last = iteration;
        updates++;
    }

    /// <summary>One update of every tensor that can change, with equal numbers dropped and grown in each.</summary>
    /// <param name="run">The training.</param>
    /// <param name="iteration">Iteration that the drop fraction is taken at.</param>
    /// <param name="scores">Growth scores of a tensor, not negative, in row-major order.</param>
    /// <param name="onGrown">Hears of the positions of a tensor that are active now and were not before; null when nobody needs to.</param>
    protected void Rewire(TrainingRun run, long iteration, Func<string, float[]> scores, Action<string, BitMask>? onGrown = null)
    {
        Begin(iteration);
        var fraction = Schedule.At(iteration);
        foreach (var name in Changeable)
        {
            var before = run.Mask(name)!;
            var dropped = ConnectivityUpdate.DropCount(before.Kept, fraction);
            if (dropped == 0)
            {
                Change(run, name, before, before);
                continue;
            }

            var kept = ConnectivityUpdate.Drop(run.State.ReadFloats(name), before, dropped);
            Change(run, name, kept, ConnectivityUpdate.Grow(kept, scores(name), dropped), onGrown);
        }
    }

    /// <summary>Sets a new mask and counts what changed.</summary>
    protected void Change(TrainingRun run, string name, BitMask kept, BitMask after, Action<string, BitMask>? onGrown = null)
    {
        var before = run.Mask(name)!;
        tensors.First(tensor => tensor.Name == name).Record(before, kept, after);
        if (after.Equals(before))
        {
            return;
        }

        run.SetMask(name, after);
        onGrown?.Invoke(name, ConnectivityUpdate.Except(after, before));
    }

    /// <summary>The dense gradient of a tensor in row-major order.</summary>
    protected static float[] Gradient(TrainingRun run, string name)
    {
        using var scope = torch.NewDisposeScope();
        return Floats(run.State[name].grad!);
    }

    /// <summary>Values of a tensor in row-major order.</summary>
    protected static float[] Floats(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).ReadNumbers<float>();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => FreeExported();

    private void FreeExported()
    {
        foreach (var tensor in exported.Values)
        {
            tensor.Dispose();
        }

        exported.Clear();
    }
}
