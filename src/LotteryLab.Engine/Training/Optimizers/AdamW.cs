using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>Options of AdamW: those of Adam, with PyTorch's defaults.</summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>Creates the defaults: learning rate 1e-3, weight decay 0.01.</summary>
    public AdamWOptions()
    {
        LearningRate = 1e-3;
        WeightDecay = 0.01;
    }
}

/// <summary>Adam whose weight decay shrinks the weights directly instead of entering the moments.</summary>
public sealed class AdamW : IOptimizerComponent
{
    /// <inheritdoc/>
    public Descriptor Descriptor { get; } = new("adamw", "AdamW", "Adam with decoupled weight decay: each step first shrinks the weights by learning rate x decay. Choose it for transformers and whenever decay should not depend on the gradient's size.")
    {
        Papers = [new("Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019", "https://arxiv.org/abs/1711.05101")],
    };

    /// <inheritdoc/>
    public Type OptionsType => typeof(AdamWOptions);

    /// <inheritdoc/>
    public double LearningRate(object options) => ((AdamWOptions)options).LearningRate;

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <inheritdoc/>
    public IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters) =>
        new AdamOptimizer((AdamWOptions)options, isDecoupled: true, parameters);
}
