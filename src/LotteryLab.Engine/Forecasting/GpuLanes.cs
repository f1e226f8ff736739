using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Training;

namespace LotteryLab.Engine.Forecasting;

/// <summary>How many trainings a GPU takes side by side, each on a stream of its own.</summary>
public static class GpuLanes
{
    /// <summary>More than this many small networks leave a GPU no idle time to fill; not measured yet.</summary>
    public const int Most = 16;

    // What a stream's libraries and LibTorch's allocator keep for themselves.
    private const long PerStream = 512L << 20;
    private const double UsableShare = 0.8;
    private const int EvaluationImages = 2000;

    /// <summary>As many as the memory holds and <see cref="Most"/> at most; never fewer than one, which may then fail for itself.</summary>
    /// <param name="plan">What is to be done; its hungriest training counts.</param>
    /// <param name="freeBytes">Free memory of the device before anything of the run is there.</param>
    public static int Of(ExperimentPlan plan, long freeBytes)
    {
        var forLanes = (freeBytes * UsableShare) - (2.0 * TensorDataset.FloatStorageLimitBytes);
        var need = plan.Steps.OfType<TrainStep>().Select(Need).DefaultIfEmpty(PerStream).Max();
        return (int)Math.Clamp(forLanes / need, 1, Most);
    }

    // Twice the floor, because gradients and intermediate results of an update come beside it, and the outputs of an evaluation batch.
    private static double Need(TrainStep step)
    {
        var (network, batch) = (step.Settings.Definition, step.Settings.Recipe.BatchSize);
        var optimizer = 2L * sizeof(float) * network.Parameters.Sum(parameter => parameter.Count);
        var memory = TrainingMemory.Of(network, batch, optimizer, data: 0);
        return PerStream + (2.0 * memory.Floor) + ((double)memory.Activations / batch * EvaluationImages);
    }
}
