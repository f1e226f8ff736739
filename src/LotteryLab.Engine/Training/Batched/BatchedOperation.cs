using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>How a pass over all replicates is run.</summary>
/// <param name="IsTraining">Training mode.</param>
/// <param name="Noise">Dropout's generator of each replicate; null in evaluation.</param>
internal readonly record struct BatchedPass(bool IsTraining, Generator[]? Noise);

/// <summary>
/// One layer for R replicates at once. Images are [N, R * C, H, W], replicate after replicate in the channels; features are [R, N, F]. Parameters
/// are those of the layer with R in front. No replicate reads what belongs to another.
/// </summary>
internal abstract class BatchedOperation(int replicates)
{
    protected int Replicates { get; } = replicates;

    /// <summary>Output of the layer, in the current dispose scope.</summary>
    internal abstract Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass);

    /// <summary>Runs operations one after another; what lies between them is released as soon as it is used. The input stays the caller's.</summary>
    internal static Tensor RunAll(BatchedOperation[] operations, Tensor input, Tensor[] parameters, in BatchedPass pass)
    {
        var current = input;
        foreach (var operation in operations)
        {
            var next = operation.Run(current, parameters, pass);
            if (!ReferenceEquals(current, input) && !ReferenceEquals(current, next))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }

    /// <summary>[R, n, ...] as [R n, ...].</summary>
    protected static Tensor Joined(Tensor stacked) => stacked.flatten(0, 1);

    protected static bool AreImages(Tensor value) => value.dim() == 4;
}

internal sealed class BatchedLinear(int replicates, int weight, int bias) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass)
    {
        var transposed = parameters[weight].transpose(1, 2);
        // TorchSharp's instance method takes the two factors first and what is added last, whatever its static one says.
        return bias < 0 ? input.bmm(transposed) : input.baddbmm(transposed, parameters[bias].unsqueeze(1));
    }
}

internal sealed class BatchedConvolution(int replicates, ConvolutionLayer layer, int weight, int bias) : BatchedOperation(replicates)
{
    private readonly long[] strides = [layer.Stride, layer.Stride];
    private readonly long[] padding = [layer.Padding, layer.Padding];
    private readonly long[] dilation = [1, 1];

    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) =>
        nn.functional.conv2d(input, Joined(parameters[weight]), bias < 0 ? null! : Joined(parameters[bias]), strides, padding, dilation, Replicates * layer.Groups);
}

internal sealed class BatchedNorm(int replicates, BatchNormLayer layer, int scale, int shift, int mean, int variance) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass)
    {
        // Running statistics are contiguous, so joined they are views that the pass updates in place.
        Tensor? Find(int position) => position < 0 ? null : Joined(parameters[position]);
        var images = AreImages(input) ? input : input.transpose(0, 1).flatten(1);
        var normal = nn.functional.batch_norm(images, Joined(parameters[mean]), Joined(parameters[variance]), Find(scale)!, Find(shift)!, pass.IsTraining, layer.Momentum, layer.Epsilon);
        return AreImages(input) ? normal : normal.unflatten(1, [Replicates, layer.Channels]).transpose(0, 1);
    }
}

internal sealed class BatchedRelu(int replicates) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) => input.relu();
}

internal sealed class BatchedMaxPool(int replicates, MaxPoolLayer layer) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) =>
        nn.functional.max_pool2d(input, [layer.Kernel, layer.Kernel], [layer.Stride, layer.Stride], [layer.Padding, layer.Padding]);
}

internal sealed class BatchedAveragePool(int replicates, AveragePoolLayer layer) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) =>
        nn.functional.avg_pool2d(input, [layer.Kernel, layer.Kernel], [layer.Stride, layer.Stride]);
}

internal sealed class BatchedGlobalPool(int replicates) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) => input.mean([2, 3], keepdim: true);
}

internal sealed class BatchedFlatten(int replicates) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) =>
        AreImages(input) ? input.reshape(input.shape[0], Replicates, -1).transpose(0, 1) : input;
}

internal sealed class BatchedDropout(int replicates, double probability) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass)
    {
        if (!pass.IsTraining || probability <= 0)
        {
            return input;
        }

        // Each replicate draws from its own stream what it would draw alone.
        long[] one = AreImages(input) ? [input.shape[0], input.shape[1] / Replicates, input.shape[2], input.shape[3]] : [input.shape[1], input.shape[2]];
        var device = input.device;
        var draws = Array.ConvertAll(pass.Noise!, noise => rand(one, dtype: ScalarType.Float32, device: device, generator: noise));
        var uniform = AreImages(input) ? cat(draws, 1) : stack(draws);
        return input.mul(uniform.ge(probability).to_type(input.dtype).mul_(probability < 1 ? 1 / (1 - probability) : 0));
    }
}

internal sealed class BatchedZeroPad(int replicates, ZeroPadShortcutLayer layer) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass)
    {
        var missing = layer.Outputs - layer.Inputs;
        var front = layer.IsAveraged ? 0 : missing / 2;
        var pixels = layer.IsAveraged
            ? nn.functional.avg_pool2d(input, [layer.Stride, layer.Stride], [layer.Stride, layer.Stride])
            : input.slice(2, 0, input.shape[2], layer.Stride).slice(3, 0, input.shape[3], layer.Stride);
        return nn.functional.pad(pixels.unflatten(1, [Replicates, layer.Inputs]), [0, 0, 0, 0, front, missing - front]).flatten(1, 2);
    }
}

internal sealed class BatchedResidual(int replicates, BatchedOperation[] body, BatchedOperation[] shortcut) : BatchedOperation(replicates)
{
    internal override Tensor Run(Tensor input, Tensor[] parameters, in BatchedPass pass) =>
        RunAll(body, input, parameters, pass).add(RunAll(shortcut, input, parameters, pass));
}
