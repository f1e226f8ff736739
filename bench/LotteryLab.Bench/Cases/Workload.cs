using LotteryLab.Engine;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Bench.Cases;

/// <summary>A network with its batch and optimizer, the same for every program that is compared.</summary>
internal sealed record Workload
{
    /// <summary>Classes of every workload.</summary>
    public const int Classes = 10;

    /// <summary>Images of one evaluation: the test set of MNIST.</summary>
    public const int EvaluationImages = 10_000;

    /// <summary>LeNet-300-100 as in the first lottery-ticket paper.</summary>
    public static Workload LeNetAdam { get; } = new()
    {
        Name = "lenet-300-100, batch 60, Adam",
        Network = "lenet-300-100",
        Image = new ImageShape(1, 28, 28),
        Images = 12_000,
        BatchSize = 60,
        Optimizer = "adam",
        LearningRate = 1.2e-3,
        // .NET translates hot code anew during the first seconds, on a core that other replicates want; trainings of the paper take 50,000 steps.
        Ours = new StepCounts(4000, 3000),
        Bare = new StepCounts(100, 700),
        Script = new StepCounts(30, 250),
    };

    /// <summary>LeNet-300-100 as open_lth trains it.</summary>
    public static Workload LeNetSgd { get; } = LeNetAdam with
    {
        Name = "lenet-300-100, batch 128, SGD",
        BatchSize = 128,
        Optimizer = "sgd",
        LearningRate = 0.1,
        Script = new StepCounts(15, 150),
    };

    /// <summary>Conv-2 of the first lottery-ticket paper.</summary>
    public static Workload Conv2 { get; } = new()
    {
        Name = "conv-2, batch 60, Adam",
        Network = "conv-2",
        Image = new ImageShape(3, 32, 32),
        Images = 3000,
        BatchSize = 60,
        Optimizer = "adam",
        LearningRate = 2e-4,
        Ours = new StepCounts(3, 12),
        Bare = new StepCounts(2, 10),
        Script = new StepCounts(2, 10),
    };

    /// <summary>ResNet-20 with the usual recipe.</summary>
    public static Workload ResNet20 { get; } = Conv2 with
    {
        Name = "resnet-20, batch 128, SGD",
        Network = "resnet-20",
        Images = 2560,
        BatchSize = 128,
        Optimizer = "sgd",
        LearningRate = 0.1,
        Momentum = 0.9,
        WeightDecay = 1e-4,
        Ours = new StepCounts(2, 7),
        Bare = new StepCounts(1, 6),
        Script = new StepCounts(1, 6),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Workload> All { get; } = [LeNetAdam, LeNetSgd, Conv2, ResNet20];

    public required string Name { get; init; }

    public required string Network { get; init; }

    public required ImageShape Image { get; init; }

    /// <summary>Training images in memory.</summary>
    public required int Images { get; init; }

    public required int BatchSize { get; init; }

    /// <summary><c>adam</c> or <c>sgd</c>.</summary>
    public required string Optimizer { get; init; }

    public required double LearningRate { get; init; }

    public double Momentum { get; init; }

    public double WeightDecay { get; init; }

    /// <summary>Steps of LotteryLab.</summary>
    public required StepCounts Ours { get; init; }

    /// <summary>Steps of the bare PyTorch loop.</summary>
    public required StepCounts Bare { get; init; }

    /// <summary>Steps of the research script.</summary>
    public required StepCounts Script { get; init; }

    /// <summary>The network that the engine builds for it.</summary>
    public NetworkDefinition Definition()
    {
        var architecture = ComponentCatalog.Default.WithDefaults<IArchitecture>(Network);
        return ComponentCatalog.Default.Find<IArchitecture>(Network).Build(architecture.Options, Image, Classes);
    }

    /// <summary>The workload of that name.</summary>
    public static Workload Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new LotteryLabException("bench.workload", $"There is no workload '{name}'.", $"Known are: {string.Join("; ", All.Select(known => known.Name))}.");
}

/// <summary>How long a program runs.</summary>
/// <param name="Warmup">Steps before the clock starts.</param>
/// <param name="Timed">Steps that are timed.</param>
internal readonly record struct StepCounts(int Warmup, int Timed)
{
    /// <summary>A shorter run, for a first impression; at least one step.</summary>
    public StepCounts Quick => new(Math.Max(1, Warmup / 2), Math.Max(1, Timed / 4));
}
