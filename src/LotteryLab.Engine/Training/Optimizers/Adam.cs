using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>Options of Adam and AdamW.</summary>
public record AdamOptions
{
    /// <summary>Peak learning rate.</summary>
    [Option("Peak learning rate; the schedule multiplies it. 1.2e-3 trains LeNet-300-100, 2e-4 to 3e-4 the Conv networks of the lottery-ticket paper.", Min = 0, Max = 10, MinExclusive = true)]
    public double LearningRate { get; init; } = 1.2e-3;

    /// <summary>Decay of the mean of gradients.</summary>
    [Option("Decay of the running mean of gradients; larger remembers longer.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    [Option("Decay of the running mean of squared gradients; larger remembers longer.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Term that keeps the division from blowing up.</summary>
    [Option("Added to the root of the second moment; larger damps steps of weights with tiny gradients.", Min = 0, Max = 1, MinExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight decay coefficient.</summary>
    [Option("Weight decay: adam adds this multiple of each weight to its gradient, adamw shrinks the weight directly.", Min = 0, Max = 1)]
    public double WeightDecay { get; init; }

    /// <summary>Parameters that decay.</summary>
    [Option("What decays: all parameters, biases and batch norm included, as in the papers' code, or weights only.", Choices = [DecayRule.All, DecayRule.WeightsOnly])]
    public string WeightDecayRule { get; init; } = DecayRule.All;
}

/// <summary>Adam with coupled L2 weight decay, as PyTorch has it (card 01, D).</summary>
public sealed class Adam : IOptimizerComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("adam", "Adam", "Adaptive step for each weight from running means of its gradient and squared gradient; weight decay is added to the gradient. The optimizer of the fully connected and Conv-2/4/6 experiments of the lottery-ticket paper.")
    {
        Papers = [new("Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015", "https://arxiv.org/abs/1412.6980")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(AdamOptions);

    /// <inheritdoc/>
    public double LearningRate(object options) => ((AdamOptions)options).LearningRate;

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <inheritdoc/>
    public IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters) =>
        new AdamOptimizer((AdamOptions)options, isDecoupled: false, parameters);
}
