using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.MicroBench;

/// <summary>One update of all 266,610 parameters of LeNet-300-100.</summary>
public class OptimizerPass
{
    private IOptimizer optimizer = null!;
    private NetworkState state = null!;

    [Params("adam", "sgd")]
    public string Optimizer { get; set; } = "";

    /// <summary>Kept share of the weights; 1 is the pass without a mask.</summary>
    [Params(1.0, 0.2, 0.036)]
    public double Density { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var catalog = ComponentCatalog.Default;
        var architecture = catalog.WithDefaults<IArchitecture>("lenet-300-100");
        var network = catalog.Find<IArchitecture>("lenet-300-100").Build(architecture.Options, new ImageShape(1, 28, 28), 10);
        state = Initializer.Draw(network, (ArchitectureOptions)architecture.Options, 1);
        var parameters = network.Parameters.Select((definition, i) =>
        {
            var value = state.Tensors[i].requires_grad_();
            value.grad = torch.randn([.. definition.Shape]).DetachFromDisposeScope();
            return new OptimizedParameter(definition, value, definition.IsWeight ? Masks.Random(definition.Count, Density) : null);
        });
        optimizer = catalog.Find<IOptimizerComponent>(Optimizer).Create(catalog.WithDefaults<IOptimizerComponent>(Optimizer).Options, [.. parameters]);
    }

    [Benchmark]
    public void Step() => optimizer.Step(1e-3);

    [GlobalCleanup]
    public void Cleanup()
    {
        optimizer.Dispose();
        state.Dispose();
    }
}

/// <summary>Masks without structure.</summary>
internal static class Masks
{
    /// <summary>Keeps each weight with that probability; the same ones every time.</summary>
    public static BitMask Random(long count, double density)
    {
        var random = new Random(1);
        return BitMask.From(count, _ => random.NextDouble() < density);
    }
}
