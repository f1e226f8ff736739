using LotteryLab.Bench.Cases;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Bench.Measuring;

/// <summary>The memory that one replicate cannot do without: weights, gradients, optimizer state, the batch and its activations, as float32.</summary>
internal static class ReplicateFloor
{
    /// <summary>Bytes for a workload.</summary>
    public static long Bytes(NetworkDefinition network, Workload workload)
    {
        var states = workload.Optimizer == "adam" ? 2 : workload.Momentum > 0 ? 1 : 0;
        var parameters = network.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count);
        // The output of every layer is kept for the backward pass; ReLU works in place and flattening copies nothing.
        var activations = ShapeInference.Trace(network).Where(trace => trace.Layer.KeepsOutput).Sum(trace => trace.Output.Count);
        return sizeof(float) * ((parameters * (2 + states)) + (workload.BatchSize * (workload.Image.Count + activations)));
    }
}
