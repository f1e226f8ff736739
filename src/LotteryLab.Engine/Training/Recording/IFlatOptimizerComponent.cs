namespace LotteryLab.Engine.Training.Recording;

/// <summary>An optimizer that has a form for recorded steps too.</summary>
internal interface IFlatOptimizerComponent : IOptimizerComponent
{
    /// <summary>Creates that form with fresh (zero) state; the parameters stay the caller's.</summary>
    FlatOptimizer CreateFlat(object options, FlatParameters parameters);
}
