using System.Text.Json.Nodes;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Planning;

/// <summary>What the replicates of one plan have in common while it is unfolded.</summary>
internal sealed class SharedPlan(ExperimentSpec spec, PlanContext context, NetworkDefinition network, DatasetFacts facts)
{
    private readonly Dictionary<StepKey, Step> known = [];
    private readonly List<Step> steps = [];

    public ExperimentSpec Spec { get; } = spec;

    public PlanContext Context { get; } = context;

    public NetworkDefinition Network { get; } = network;

    public NetworkReference NetworkReference { get; } = new(spec.Architecture, facts.Shape, facts.Classes);

    public DatasetReference DatasetReference { get; } = new(spec.Dataset, facts.Fingerprint);

    public int TrainImages { get; } = DatasetReference.TrainImages(spec.Dataset.OptionsAs<DatasetOptions>(), facts);

    public List<PlannedRound> Rounds { get; } = [];

    public List<PlannedMeasurement> Measurements { get; } = [];

    public List<string> Warnings { get; } = [];

    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Adds a step, or gives the equal one that the plan holds already.</summary>
    public T Add<T>(T step)
        where T : Step
    {
        if (known.TryGetValue(step.Key, out var existing))
        {
            return (T)existing;
        }

        known.Add(step.Key, step);
        steps.Add(step);
        return step;
    }
}

/// <summary>A network as steps name it: architecture with its options, input shape and classes.</summary>
/// <param name="Architecture">Family and options.</param>
/// <param name="Input">Shape of one image.</param>
/// <param name="Classes">Number of logits.</param>
public sealed record NetworkReference(ComponentSpec Architecture, ImageShape Input, int Classes)
{
    /// <summary>The same network, its weights drawn from another distribution.</summary>
    public NetworkReference WithInitializer(string initializer) =>
        this with { Architecture = Architecture with { Options = Architecture.OptionsAs<ArchitectureOptions>() with { Initializer = initializer } } };

    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["architecture"] = CanonicalJson.OfComponent(Architecture),
        ["input"] = new JsonArray(Input.Channels, Input.Height, Input.Width),
        ["classes"] = Classes,
    };
}

/// <summary>A data set as steps name it: source with its options, and the fingerprint of its content.</summary>
/// <param name="Dataset">Source and options.</param>
/// <param name="Fingerprint">SHA-256 of the content.</param>
public sealed record DatasetReference(ComponentSpec Dataset, string Fingerprint)
{
    /// <summary>What goes into step keys.</summary>
    public JsonObject ToJson() => new()
    {
        ["source"] = CanonicalJson.OfComponent(Dataset),
        ["fingerprint"] = Fingerprint,
    };

    /// <summary>Training images that are left after validation and subset.</summary>
    /// <exception cref="LotteryLabException">None is left.</exception>
    public static int TrainImages(DatasetOptions options, DatasetFacts facts)
    {
        var left = facts.TrainCount - options.Validation;
        if (left < 1 || options.TrainSubset > left)
        {
            throw new LotteryLabException(
                "dataset.too-small",
                $"The data set has {facts.TrainCount} training images; {options.Validation} for validation leave {Math.Max(left, 0)}, and {(options.TrainSubset == 0 ? "at least 1 is" : $"{options.TrainSubset} are")} needed for training.",
                "Lower dataset.validation or dataset.trainSubset.");
        }

        return options.TrainSubset == 0 ? left : options.TrainSubset;
    }
}
