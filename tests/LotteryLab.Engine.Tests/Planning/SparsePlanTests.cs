using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Planning;

/// <summary>The setting is part of a step's key exactly where it changes the order of summation.</summary>
public sealed class SparsePlanTests
{
    [Fact]
    public void Plan_SparseAuto_ChangesTheKeysOfMaskedTrainingsOnly()
    {
        var (off, auto) = Both(TinySpec.Read(controls: """["shuffled-mask"]"""));
        Assert.Equal(off.Rounds[0].Training.Key, auto.Rounds[0].Training.Key);
        Assert.All(off.Rounds.Zip(auto.Rounds).Skip(1), pair => Assert.NotEqual(pair.First.Training.Key, pair.Second.Training.Key));
        Assert.All(off.Rounds.Zip(auto.Rounds).Where(pair => pair.First.Round == 1), pair => Assert.Equal(pair.First.Start.Key, pair.Second.Start.Key));
    }

    [Fact]
    public void Plan_SparseAuto_LeavesTrainingsWithARuleAlone()
    {
        var (off, auto) = Both(TinySpec.Read("""{"name":"rigl","densities":[0.5,0.2],"updateInterval":"10it"}"""));
        Assert.Equal(off.Steps.Select(step => step.Key), auto.Steps.Select(step => step.Key));
    }

    [Fact]
    public void Plan_SparseAuto_LeavesOtherPrecisionsAlone()
    {
        var spec = TinySpec.Read();
        var (off, auto) = Both(spec with { Training = spec.Training with { Precision = "bfloat16" } });
        Assert.Equal(off.Steps.Select(step => step.Key), auto.Steps.Select(step => step.Key));
    }

    [Fact]
    public void Spec_SparseOff_IsTheSpecWithoutIt()
    {
        var spec = TinySpec.Read();
        var written = spec with { Training = spec.Training with { Sparse = TrainingSpec.SparseOff } };
        Assert.Equal(SpecHash.Of(spec), SpecHash.Of(written));
        Assert.NotEqual(SpecHash.Of(spec), SpecHash.Of(Auto(spec)));
        Assert.DoesNotContain("sparse", string.Concat(TinySpec.Plan(spec).Steps.Select(step => step.Parameters.ToJsonString())), StringComparison.Ordinal);
    }

    private static (ExperimentPlan Off, ExperimentPlan Auto) Both(ExperimentSpec spec) => (TinySpec.Plan(spec), TinySpec.Plan(Auto(spec)));

    private static ExperimentSpec Auto(ExperimentSpec spec) => spec with { Training = spec.Training with { Sparse = TrainingSpec.SparseAuto } };
}
