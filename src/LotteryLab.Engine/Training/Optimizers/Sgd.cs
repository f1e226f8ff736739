using LotteryLab.Engine.Specs;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>Options of stochastic gradient descent.</summary>
public sealed record SgdOptions
{
    /// <summary>Peak learning rate.</summary>
    [Option("Peak learning rate; the schedule multiplies it. Larger steps learn faster until they diverge.", Min = 0, Max = 1000, MinExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum coefficient.</summary>
    [Option("Momentum: share of the last step that is kept. 0 turns it off.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>Nesterov's form of momentum.</summary>
    [Option("Nesterov's form of momentum, which looks one step ahead; needs a momentum above 0.")]
    public bool Nesterov { get; init; }

    /// <summary>L2 penalty coefficient, added to the gradient.</summary>
    [Option("Weight decay: this multiple of each weight is added to its gradient.", Min = 0, Max = 1)]
    public double WeightDecay { get; init; }

    /// <summary>Parameters that decay.</summary>
    [Option("What decays: all parameters, biases and batch norm included, as in the papers' code, or weights only.", Choices = [DecayRule.All, DecayRule.WeightsOnly])]
    public string WeightDecayRule { get; init; } = DecayRule.All;
}

/// <summary>Stochastic gradient descent as PyTorch has it: no dampening, coupled weight decay (card 01, D).</summary>
public sealed class Sgd : IOptimizerComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("sgd", "SGD", "Stochastic gradient descent with optional momentum, Nesterov momentum and weight decay. The optimizer of nearly all published convolutional tickets.");

    /// <inheritdoc/>
    public Type OptionsType => typeof(SgdOptions);

    /// <inheritdoc/>
    public double LearningRate(object options) => ((SgdOptions)options).LearningRate;

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <inheritdoc/>
    public IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters) => new SgdOptimizer((SgdOptions)options, parameters);
}

internal sealed class SgdOptimizer(SgdOptions options, IReadOnlyList<OptimizedParameter> parameters)
    : ElementwiseOptimizer(parameters, new DecayRule(options.WeightDecayRule), options.Momentum == 0 ? [] : ["momentum"])
{
    private readonly SgdOptions options = options;

    protected override void UpdateFused(OptimizerSlot slot, ReadOnlySpan<float> gradient, double learningRate)
    {
        var update = new FusedSgd
        {
            LearningRate = (float)learningRate,
            Momentum = (float)options.Momentum,
            IsNesterov = options.Nesterov,
            WeightDecay = slot.Decays ? (float)options.WeightDecay : 0,
            Mask = slot.Mask is null ? [] : slot.Mask.Words,
        };
        update.Run(OptimizerSlot.Floats(slot.Value), gradient, slot.State.Length == 0 ? [] : OptimizerSlot.Floats(slot.State[0]), Vectors != VectorUse.None);
    }

    protected override void UpdateTensors(OptimizerSlot slot, Tensor gradient, double learningRate)
    {
        var step = slot.Decays && options.WeightDecay != 0 ? gradient.add(slot.Value, alpha: options.WeightDecay) : gradient;
        if (slot.State.Length > 0)
        {
            var momentum = slot.State[0];
            momentum.mul_(options.Momentum).add_(step);
            step = options.Nesterov ? step.add(momentum, alpha: options.Momentum) : momentum;
        }

        slot.Value.add_(step, alpha: -learningRate);
    }
}
