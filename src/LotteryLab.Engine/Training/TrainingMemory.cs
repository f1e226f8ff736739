using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Training;

/// <summary>
/// The least memory that a training can do with: its tensors and nothing else. What a process really took at its peak stands beside it in the
/// step's journal; the rest is the runtime, the libraries, the evaluation batches and what other lanes hold.
/// </summary>
/// <param name="Parameters">Bytes of weights and statistics, and of the gradients of those that are trained.</param>
/// <param name="Optimizer">Bytes of the optimizer's state.</param>
/// <param name="Activations">Bytes of one batch and of the layer outputs that its backward pass reads, as float32.</param>
/// <param name="Data">Bytes of images and labels; one copy serves all lanes of a process.</param>
public sealed record TrainingMemory(long Parameters, long Optimizer, long Activations, long Data)
{
    /// <summary>The sum.</summary>
    public long Floor => Parameters + Optimizer + Activations + Data;

    /// <summary>Counts what a training needs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="batchSize">Images of a step.</param>
    /// <param name="optimizer">Bytes of the optimizer's state.</param>
    /// <param name="data">Bytes of the data set.</param>
    public static TrainingMemory Of(NetworkDefinition network, int batchSize, long optimizer, long data)
    {
        var weights = network.Parameters.Sum(parameter => (long)parameter.Count * (parameter.IsTrainable ? 2 : 1));

        // Flattening is a view, and ReLU writes over its input: neither takes memory of its own.
        var outputs = ShapeInference.Trace(network).Where(trace => trace.Layer.KeepsOutput).Sum(trace => trace.Output.Count);
        return new(weights * sizeof(float), optimizer, (network.Input.Count + outputs) * batchSize * sizeof(float), data);
    }

    /// <summary>Largest resident memory of this process so far, in bytes; null where the system does not say.</summary>
    public static long? ProcessPeak()
    {
        const string Label = "VmHWM:";
        try
        {
            var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan(Label.Length, line.LastIndexOf(' ') - Label.Length), out var kibibytes) ? kibibytes * 1024 : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
