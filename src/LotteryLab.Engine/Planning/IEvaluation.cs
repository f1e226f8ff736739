using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>A measurement on the rounds of an experiment beyond accuracy, for example the linear-interpolation barrier.</summary>
public interface IEvaluation : IComponent
{
    /// <summary>Adds the measuring steps of one replicate after its method and controls have unfolded.</summary>
    void Unfold(ReplicatePlan plan, object options);
}
