using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Steps;

/// <summary>
/// One pure unit of work. What it does depends on nothing but its kind, version, parameters and the artifacts of the steps it builds
/// on; that is also its name (<see cref="Key"/>), so equal work is done once, whoever asks for it.
/// </summary>
public abstract class Step
{
    private StepKey? key;

    /// <summary>Creates a step that builds on others; each input has a role such as <c>start</c> or <c>mask</c>.</summary>
    protected Step(params IEnumerable<StepInput> inputs)
    {
        Inputs = [.. inputs];
    }

    /// <summary>What is done: initialize, train, prune, score ...</summary>
    public abstract string Kind { get; }

    /// <summary>Raised when the same inputs would give another result than before, so that old artifacts are not mistaken for new ones.</summary>
    public abstract int Version { get; }

    /// <summary>Steps whose artifacts are read.</summary>
    public IReadOnlyList<StepInput> Inputs { get; }

    /// <summary>Everything else that the result depends on.</summary>
    public abstract JsonObject Parameters { get; }

    /// <summary>One line for people, for example "train round 3 of replicate 1"; not part of the key.</summary>
    public string Label { get; init; } = "";

    /// <summary>Expected cost, for estimates and for the order of work.</summary>
    public virtual StepCost Cost => StepCost.Negligible;

    /// <summary>Whether the result depends on device and LibTorch version; then <see cref="Numerics"/> enters the key.</summary>
    public virtual bool IsNumeric => true;

    /// <summary>How the step is done together with others of its kind; null when it is done alone.</summary>
    public virtual StepCompany? Company => null;

    /// <summary>LibTorch version, device kind and precision that the step runs with; set by the plan.</summary>
    public required string Numerics { get; init; }

    /// <summary>The name of the step.</summary>
    public StepKey Key => key ??= StepKey.Of(CanonicalJson.Write(Describe()));

    /// <summary>Everything that goes into the key, as stored beside the artifact.</summary>
    public JsonObject Describe()
    {
        var inputs = new JsonObject();
        foreach (var input in Inputs)
        {
            inputs[input.Role] = input.Step.Key.Hex;
        }

        var description = new JsonObject
        {
            ["kind"] = Kind,
            ["version"] = Version,
            ["inputs"] = inputs,
            ["parameters"] = Parameters.DeepClone(),
        };
        if (IsNumeric)
        {
            description["numerics"] = Numerics;
        }

        return description;
    }

    /// <summary>Does the work and leaves files in <see cref="StepContext.Output"/>.</summary>
    /// <exception cref="LotteryLabException">The step cannot succeed however often it is tried; the message says why.</exception>
    public abstract void Execute(StepContext context);
}

/// <summary>A step that another one builds on.</summary>
/// <param name="Role">What it is to the step that reads it, for example <c>start</c> or <c>mask</c>.</param>
/// <param name="Step">The step itself.</param>
public readonly record struct StepInput(string Role, Step Step);

/// <summary>Rough cost of a step.</summary>
/// <param name="MultiplyAdds">Multiply-adds of forward and backward passes together.</param>
/// <param name="Iterations">Optimizer steps.</param>
/// <param name="Bytes">Bytes that its artifact takes on disk.</param>
public readonly record struct StepCost(double MultiplyAdds, long Iterations, long Bytes)
{
    /// <summary>Nothing worth planning for.</summary>
    public static StepCost Negligible => default;
}
