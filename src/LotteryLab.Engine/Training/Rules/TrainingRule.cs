using LotteryLab.Engine.Training.Optimizers;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Rules;

/// <summary>What the loop does after a rule has seen the gradients of a batch.</summary>
public enum BatchOutcome
{
    /// <summary>The loop's optimizer steps and the iteration counter advances.</summary>
    Step,

    /// <summary>The rule has made its own step; the counter advances.</summary>
    Stepped,

    /// <summary>The batch served another purpose (RigL's growth gradient): no step, the counter stays, the next batch trains.</summary>
    Skip,
}

/// <summary>
/// A plug-in that takes part in training: dynamic sparse training, learned scores, bi-level pruning, penalties. The network always holds
/// <em>effective</em> weights (masked ones are exactly zero), so the gradient of a parameter is the dense gradient dL/d(mask x w) at every
/// position, pruned ones included. With that the published rules fit as follows.
/// <list type="bullet">
/// <item><b>RigL</b> (card 03, C): in <see cref="BeforeOptimizerStep"/>, when an update is due, rank |gradient|, call
/// <see cref="TrainingRun.SetMask"/> and return <see cref="BatchOutcome.Skip"/>. SetMask zeroes weight and momentum of what is dropped and
/// leaves dropped-and-regrown positions alone; grown positions start at zero because masked ones are zero.</item>
/// <item><b>SET</b>: change masks in <see cref="AfterOptimizerStep"/> (or <see cref="OnEpochEnd"/> with <see cref="IOptimizer.Reset"/> for the
/// original rule). <b>SNFS</b>: keep a running mean of the dense gradients in <see cref="BeforeOptimizerStep"/>.</item>
/// <item><b>Score learning</b> (Gem-Miner, edge-popup; card 04): keep weights, scores and an optimizer over the scores in the rule; return
/// false from <see cref="Trains"/>; in <see cref="BeforeOptimizerStep"/> take dL/d(w m) from the network, step the scores, write the new
/// effective weights with <see cref="TrainingRun.Write"/> and return <see cref="BatchOutcome.Stepped"/>.</item>
/// <item><b>BiP</b> (card 05): as score learning, with weights and scores each in an optimizer of the rule; the upper batch comes from
/// <see cref="TrainingRun.ComputeGradients(string)"/> with a stream of its own, while the loop's optimizer keeps biases and batch norm.</item>
/// <item><b>Network slimming</b> and other penalties: <see cref="ExtraLoss"/>.</item>
/// </list>
/// A rule must be deterministic: random choices come from a seed derived from the job's noise seed and <see cref="TrainingRun.Batch"/>.
/// Each call runs in a dispose scope; tensors that the rule keeps are detached from it and freed in <see cref="Dispose()"/>.
/// </summary>
public abstract class TrainingRule : IDisposable
{
    /// <summary>Whether the loop's optimizer trains a parameter; those left out are the rule's own affair.</summary>
    public virtual bool Trains(Networks.ParameterDefinition parameter) => true;

    /// <summary>Called once before the first batch (and before <see cref="ImportState"/> when a checkpoint is resumed).</summary>
    public virtual void OnStart(TrainingRun run)
    {
    }

    /// <summary>A scalar added to the loss of a batch before its backward pass, or null.</summary>
    public virtual Tensor? ExtraLoss(TrainingRun run) => null;

    /// <summary>Called when the gradients of a batch are there.</summary>
    public virtual BatchOutcome BeforeOptimizerStep(TrainingRun run) => BatchOutcome.Step;

    /// <summary>Called after a step, with the iteration counter already advanced; not after a skipped batch.</summary>
    public virtual void AfterOptimizerStep(TrainingRun run)
    {
    }

    /// <summary>Called after the last batch of an epoch.</summary>
    public virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>Called once after the last step and before the final evaluation, for example to write the final ticket into the network.</summary>
    public virtual void OnEnd(TrainingRun run)
    {
    }

    /// <summary>Values of the rule to record at an evaluation point, such as drop fraction or share explored; null for none.</summary>
    public virtual IReadOnlyDictionary<string, double>? Measure(TrainingRun run) => null;

    /// <summary>State for checkpoints by stable name; the tensors stay the rule's own. Masks and network are saved by the loop.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> ExportState() => new Dictionary<string, Tensor>();

    /// <summary>Restores what <see cref="ExportState"/> gave; copies the values.</summary>
    public virtual void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
    }

    /// <summary>Frees the tensors of the rule.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
    }
}
