using System.Globalization;
using BenchmarkDotNet.Attributes;
using LotteryLab.Torch;
using static TorchSharp.torch;

namespace LotteryLab.MicroBench;

/// <summary>
/// Forward and backward pass of a fully connected layer of LeNet-300-100 with bias and ReLU, all weights or kept ones only: the crossover of
/// <c>training.sparse</c>. The first layer needs no gradient of its input.
/// </summary>
public class LinearLayerPass
{
    private Tensor input = null!;
    private Tensor weights = null!;
    private Tensor bias = null!;
    private Tensor factor = null!;
    private SparsePattern? pattern;

    /// <summary>Inputs x outputs.</summary>
    [Params("784x300", "300x100")]
    public string Layer { get; set; } = "";

    [Params(60, 128)]
    public int Batch { get; set; }

    /// <summary>Kept share of the weights; 1 is the dense layer.</summary>
    [Params(1.0, 0.036, 0.1, 0.2, 0.3, 0.4)]
    public double Density { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var sizes = Array.ConvertAll(Layer.Split('x'), size => int.Parse(size, CultureInfo.InvariantCulture));
        var (inputs, outputs) = (sizes[0], sizes[1]);
        var isFirst = inputs == 784;
        input = Leaf(randn(Batch, inputs), !isFirst);
        bias = Leaf(randn(outputs), true);
        factor = Leaf(randn(Batch, outputs), false);
        if (Density == 1)
        {
            weights = Leaf(randn(outputs, inputs), true);
            return;
        }

        var mask = Masks.Random((long)inputs * outputs, Density);
        var kept = Enumerable.Range(0, inputs * outputs).Where(position => mask[position]).ToArray();
        var starts = new int[outputs + 1];
        foreach (var position in kept)
        {
            starts[(position / inputs) + 1]++;
        }

        for (var row = 0; row < outputs; row++)
        {
            starts[row + 1] += starts[row];
        }

        pattern = new SparsePattern(inputs, starts, Array.ConvertAll(kept, position => position % inputs));
        weights = Leaf(randn(kept.Length), true);
    }

    [Benchmark]
    public void ForwardAndBackward()
    {
        using var scope = NewDisposeScope();
        foreach (var leaf in new[] { input, weights, bias })
        {
            leaf.grad = null;
        }

        var output = pattern is null ? NativeExtensions.Linear(input, weights, bias, isRectified: true) : NativeExtensions.SparseLinear(input, weights, bias, pattern, isRectified: true);
        output.mul(factor).sum().backward();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        pattern?.Dispose();
        foreach (var tensor in new[] { input, weights, bias, factor })
        {
            tensor.Dispose();
        }
    }

    private static Tensor Leaf(Tensor values, bool needsGradient)
    {
        values.requires_grad = needsGradient;
        return values.DetachFromDisposeScope();
    }
}
