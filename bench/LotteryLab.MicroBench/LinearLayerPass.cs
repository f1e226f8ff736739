using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Networks.Tail;
using TorchSharp;

namespace LotteryLab.MicroBench;

/// <summary>Forward and backward of one fully connected layer with its ReLU, on each route.</summary>
public class LinearLayerPass
{
    private NetworkTail tail = null!;
    private KeptWeights? kept;
    private torch.Tensor features = null!;
    private torch.Tensor given = null!;

    [Params(60, 128)]
    public int BatchSize { get; set; }

    /// <summary>Outputs x inputs; the first layer of a network has no gradient of its inputs.</summary>
    [Params("300 x 784, first", "100 x 300", "512 x 3072")]
    public string Shape { get; set; } = "";

    /// <summary>Kept share of the weights on the sparse route; 1 is the dense layer, negative the compact route with that share of outputs and of inputs.</summary>
    [Params(1, 0.01, 0.036, 0.1, 0.2, 0.25, 0.3, 0.4, -0.5, -0.7)]
    public double Density { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var sizes = Shape.Split([' ', 'x', ','], StringSplitOptions.RemoveEmptyEntries);
        var layer = new LinearLayer("fc", int.Parse(sizes[1], null), int.Parse(sizes[0], null));
        kept = Density switch
        {
            1 => null,
            < 0 => new CompactWeights(layer, BitMask.From((long)layer.Outputs * layer.Inputs, i => i / layer.Inputs < -Density * layer.Outputs && i % layer.Inputs < -Density * layer.Inputs)),
            _ => new SparseWeights(layer, Masks.Random((long)layer.Outputs * layer.Inputs, Density)),
        };
        var weight = torch.randn([layer.Outputs, layer.Inputs]).DetachFromDisposeScope();
        kept?.ReadFrom(weight);
        var network = new NetworkDefinition(new ImageShape(1, 1, layer.Inputs), layer.Outputs, [new FlattenLayer(), layer, new ReluLayer()]);
        tail = new NetworkTail(network, [kept?.Values ?? weight, torch.randn([layer.Outputs])], kept is null ? new Dictionary<string, KeptWeights>() : new() { ["fc"] = kept }, keepsGradients: false);
        features = torch.randn([BatchSize, layer.Inputs]);
        given = torch.randn([BatchSize, layer.Outputs]);
    }

    [Benchmark]
    public void Pass()
    {
        tail.Forward(features);
        tail.LogitGradients(BatchSize).copy_(given);
        tail.Backward(BatchSize, asksForFeatures: !Shape.EndsWith("first", StringComparison.Ordinal));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        tail.Dispose();
        kept?.Dispose();
    }
}
