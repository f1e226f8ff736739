using LotteryLab.Engine.Artifacts;
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

    public BatchPlaces Places { get; } = new(context.Catalog, context.BatchedReplicates, spec.Replicates);

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
