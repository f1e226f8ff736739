namespace LotteryLab.Engine.Specs;

/// <summary>
/// A component that knows combinations which make no sense, for example a rewind point after the end of training. The reader asks
/// every component of a spec that implements it.
/// </summary>
public interface ISpecCheck
{
    /// <summary>
    /// Problems of this component in this spec; empty when all is well. <paramref name="options"/> are the component's own and passed
    /// validation on their own. Paths are those of the whole spec where another part is meant; a path that starts with a dot, such as
    /// <c>.rewindTo</c>, is below the component itself.
    /// </summary>
    IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options);
}
