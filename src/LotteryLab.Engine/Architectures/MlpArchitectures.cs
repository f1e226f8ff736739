using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Architectures;

/// <summary>Options of fully connected networks.</summary>
public record MlpOptions : ArchitectureOptions
{
    /// <summary>One hidden layer of 128 units, Glorot-normal weights.</summary>
    public MlpOptions() => Initializer = "glorot-normal";

    /// <summary>Widths of the hidden layers.</summary>
    [Option("Widths of the hidden layers, first to last.", Min = 1, Max = 65536)]
    public IReadOnlyList<int> Widths { get; init; } = [128];

    /// <summary>Dropout after each hidden activation.</summary>
    [Option("Probability of dropping a hidden unit in training; 0 turns dropout off.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Dropout { get; init; }
}

/// <summary>Options of LeNet-300-100: those of any fully connected network, with its published widths.</summary>
public sealed record LeNetOptions : MlpOptions
{
    /// <summary>Hidden layers of 300 and 100 units.</summary>
    public LeNetOptions() => Widths = [300, 100];
}

/// <summary>Flatten, then linear layers with ReLU between them. Names: <c>fc_layers.0</c>, <c>fc_layers.1</c> ..., <c>fc</c>, as open_lth's.</summary>
public abstract class FullyConnected<TOptions> : Architecture<TOptions>
    where TOptions : MlpOptions, new()
{
    /// <inheritdoc/>
    protected override NetworkDefinition Build(TOptions options, ImageShape input, int classes)
    {
        var layers = new List<Layer> { new FlattenLayer() };
        LayerBlocks.AddHead(layers, input.Count, options.Widths, classes, options.Dropout);
        return new NetworkDefinition(input, classes, layers);
    }
}

/// <summary>The network of the first lottery-ticket experiments.</summary>
public sealed class LeNet300100 : FullyConnected<LeNetOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "lenet-300-100",
        "LeNet-300-100",
        "Two hidden layers of 300 and 100 units with ReLU. Small enough for a laptop, and the network in which winning tickets were first found on MNIST; 266,200 weights there.")
    {
        Papers = [new("LeCun et al., Gradient-based learning applied to document recognition, 1998"), ArchitecturePapers.LotteryTicket],
    };
}

/// <summary>A fully connected network of any size.</summary>
public sealed class Mlp : FullyConnected<MlpOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "mlp",
        "Multilayer perceptron",
        "Fully connected layers with ReLU between them, with as many hidden layers of any width as you like. The simplest network to try a method on.");
}
