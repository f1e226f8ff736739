using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using TorchSharp;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>
/// Updates parameters in place from their gradients. Masked weights stay exactly zero: gradients and state of masked positions are
/// ignored, which for element-wise optimizers gives the unmasked weights the same values as masking before each forward (card 01, D).
/// </summary>
public interface IOptimizer : IDisposable
{
    /// <summary>One update with the given learning rate. A parameter without a gradient is left alone.</summary>
    void Step(double learningRate);

    /// <summary>Drops the gradients of all parameters, so that the next backward pass writes fresh ones instead of adding.</summary>
    void ZeroGradients();

    /// <summary>
    /// State by stable name (<c>fc1.weight/momentum</c>, <c>fc1.weight/step</c>), for checkpoints and for rules that edit it. The tensors
    /// are the optimizer's own: writing into them changes it, disposing them is not allowed.
    /// </summary>
    IReadOnlyDictionary<string, torch.Tensor> ExportState();

    /// <summary>Restores what <see cref="ExportState"/> gave; copies the values.</summary>
    /// <exception cref="LotteryLabException">A tensor is missing or has another shape.</exception>
    void ImportState(IReadOnlyDictionary<string, torch.Tensor> state);

    /// <summary>Changes the mask of a parameter; value and state become zero wherever the new mask (null keeps all) prunes.</summary>
    void SetMask(string parameter, BitMask? mask);

    /// <summary>Forgets momenta and step counters, as a new optimizer would.</summary>
    void Reset();
}

/// <summary>A tensor that an optimizer trains.</summary>
/// <param name="Definition">Name, shape and role.</param>
/// <param name="Value">Leaf tensor that requires a gradient; updated in place. Smaller than the definition says when a step computes with kept weights only.</param>
/// <param name="Mask">Kept positions of the value, or null when nothing is masked.</param>
public sealed record OptimizedParameter(ParameterDefinition Definition, torch.Tensor Value, BitMask? Mask);

/// <summary>An optimizer that a spec can name.</summary>
public interface IOptimizerComponent : IComponent
{
    /// <summary>Peak learning rate that the options ask for; the schedule multiplies it.</summary>
    double LearningRate(object options);

    /// <summary>Whether each weight is updated from its own gradient and state alone, so that several networks can be trained in one tensor.</summary>
    bool IsElementwise => false;

    /// <summary>Creates the optimizer with fresh (zero) state for the given parameters.</summary>
    IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters);
}
