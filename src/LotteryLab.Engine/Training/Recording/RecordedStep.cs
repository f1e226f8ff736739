using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// The training step in a form that can be recorded: its tensors stay where they are, everything that differs from step to step is read from
/// <see cref="StepTables"/>, and nothing is read back. The first steps are done directly (libraries set themselves up in them), then one is recorded
/// and replayed from there on; the smaller batch at the end of an epoch is always done directly.
/// </summary>
internal sealed class RecordedStep : IDisposable
{
    private const int StepsBeforeRecording = 3;
    private readonly TrainingJob job;
    private readonly Network network;
    private readonly NetworkState state;
    private readonly FlatOptimizer optimizer;
    private readonly BatchStream batches;
    private readonly Tensor lossSum;
    private readonly Action<string> warn;
    private readonly ForwardPrecision precision;
    private readonly StepTables tables;
    private IStepRecorder? recorder;
    private IStepRecording? recording;
    private int directSteps;
    private Place next = new(-1, -1, -1);

    internal RecordedStep(TrainingJob job, Network network, NetworkState state, FlatOptimizer optimizer, BatchStream batches, Tensor lossSum, Action<string> warn)
    {
        (this.job, this.network, this.state, this.optimizer, this.batches, this.lossSum, this.warn) = (job, network, state, optimizer, batches, lossSum, warn);
        recorder = job.Recorder;
        precision = new ForwardPrecision(job.Recipe.Precision);
        tables = new StepTables(job.Data, batches, job.Recipe.BatchSize, optimizer.NumberCount);
    }

    /// <summary>Half a sentence that says why a training cannot take this form; null when it can.</summary>
    internal static string? WhyNot(TrainingJob job, TrainingRule? rule, Network network)
    {
        if (rule is not null)
        {
            return "its method takes part in every step";
        }

        if (network.HasDropout)
        {
            return "dropout is seeded anew for every step";
        }

        if (job.Catalog.Find<IOptimizerComponent>(job.Recipe.Optimizer.Name) is not IFlatOptimizerComponent)
        {
            return $"the optimizer {job.Recipe.Optimizer.Name} has no form for it";
        }

        if (job.Start.Tensors.Any(tensor => tensor.dtype != ScalarType.Float32))
        {
            return "its parameters are not float32";
        }

        if (job.Data.IsGatheredInPlace && job.Data.FloatTrainImages is null)
        {
            return "its images are too large to be kept as float32";
        }

        return job.Mask is { } mask && job.Start[0].device_type == DeviceType.CPU && SparsityPlan.AppliesTo(job.Recipe, hasRule: false) && SparsityPlan.Of(job.Network, mask).Saves
            ? "its sparse layers are faster the ordinary way"
            : null;
    }

    /// <summary>Does the step of a batch.</summary>
    /// <param name="batch">Number of the batch, which tells its images.</param>
    /// <param name="iteration">Position on the schedule, which tells the rate.</param>
    internal void Advance(long batch, long iteration)
    {
        var (epoch, position) = Math.DivRem(batch, batches.BatchesPerEpoch);
        var here = new Place(batch, iteration, optimizer.Steps);
        if (here != next || position == 0)
        {
            var done = optimizer.Steps;
            tables.Load(epoch, position, (numbers, ahead) => optimizer.Write(numbers, done + ahead + 1, job.Schedule.At(iteration + ahead)));
        }

        var count = (int)Math.Min(job.Recipe.BatchSize, job.Data.TrainCount - (position * job.Recipe.BatchSize));
        if (count < job.Recipe.BatchSize)
        {
            Run(count);
        }
        else
        {
            RunWhole();
        }

        optimizer.Steps++;
        next = new Place(batch + 1, iteration + 1, optimizer.Steps);
    }

    public void Dispose()
    {
        recording?.Dispose();
        tables.Dispose();
    }

    private void RunWhole()
    {
        if (recording is null && recorder is not null && directSteps >= StepsBeforeRecording)
        {
            Record(recorder);
        }

        if (recording is not null)
        {
            recording.Replay();
            return;
        }

        Run(job.Recipe.BatchSize);
        directSteps++;
    }

    private void Record(IStepRecorder by)
    {
        try
        {
            recording = by.Record(() => Run(job.Recipe.BatchSize));
        }
        catch (Exception reason) when (reason is not OperationCanceledException)
        {
            // The arithmetic is the same without a recording, so nothing but time is lost.
            recorder = null;
            warn($"The training step could not be recorded and is done operation by operation: {reason.Message}");
        }
    }

    private void Run(int count)
    {
        using var scope = torch.NewDisposeScope();
        var (images, labels) = job.Data.TrainBatch(tables.Indices(count), tables.Draws(count));
        var logits = precision.Logits(network, job.Runtime.Arrange(images), state, ForwardPass.Training);
        var loss = CrossEntropy.Mean(logits, labels, job.Recipe.LabelSmoothing);
        optimizer.ZeroGradients();
        loss.backward();
        optimizer.Update(tables.Numbers());
        // What a recording wrote them into belongs to it alone.
        optimizer.ZeroGradients();
        lossSum.add_(loss.detach());
        tables.MoveOn();
    }

    /// <summary>What the tables were written for: the next batch, position on the schedule, and updates before it.</summary>
    private readonly record struct Place(long Batch, long Iteration, long Steps);
}
