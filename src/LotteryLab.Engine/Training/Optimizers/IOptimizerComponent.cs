using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>An optimizer that a spec can name.</summary>
public interface IOptimizerComponent : IComponent
{
    /// <summary>Peak learning rate that the options ask for; the schedule multiplies it.</summary>
    double LearningRate(object options);

    /// <summary>Creates the optimizer with fresh (zero) state for the given parameters.</summary>
    IOptimizer Create(object options, IReadOnlyList<OptimizedParameter> parameters);
}
