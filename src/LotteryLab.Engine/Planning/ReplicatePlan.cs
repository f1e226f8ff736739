using System.Globalization;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Planning;

/// <summary>
/// The tool box with which methods, controls and evaluations unfold one replicate into steps. Equal steps are added once, so asking
/// again for the dense training costs nothing.
/// </summary>
public sealed class ReplicatePlan
{
    private readonly SharedPlan shared;
    private readonly Branch? branch;

    internal ReplicatePlan(SharedPlan shared, int replicate, Branch? branch = null)
    {
        this.shared = shared;
        this.branch = branch;
        Replicate = replicate;
        IterationsPerEpoch = (shared.TrainImages + shared.Spec.Training.BatchSize - 1) / shared.Spec.Training.BatchSize;
        TotalIterations = shared.Spec.Training.Length.ToIterations(IterationsPerEpoch);
    }

    /// <summary>0-based replicate.</summary>
    public int Replicate { get; }

    /// <summary>The spec that is unfolded.</summary>
    public ExperimentSpec Spec => shared.Spec;

    /// <summary>The dense network.</summary>
    public NetworkDefinition Network => shared.Network;

    /// <summary>The network as steps name it.</summary>
    public NetworkReference NetworkReference => shared.NetworkReference;

    /// <summary>The data set as steps name it.</summary>
    public DatasetReference DatasetReference => shared.DatasetReference;

    /// <summary>Everything that a spec can name.</summary>
    public ComponentCatalog Catalog => shared.Context.Catalog;

    /// <summary>LibTorch version and device kind.</summary>
    public string Numerics => shared.Context.Numerics;

    /// <summary>ceil(training images / batch size).</summary>
    public long IterationsPerEpoch { get; }

    /// <summary>Length T of the training recipe in iterations.</summary>
    public long TotalIterations { get; }

    /// <summary>What all trainings of the experiment have in common.</summary>
    public TrainingInputs Inputs => InputsFor(Spec.Training);

    /// <summary>Training images of one epoch.</summary>
    public int TrainImages => shared.TrainImages;

    /// <summary>Rounds of this replicate so far, of one method's branch only where the plan is that of a branch.</summary>
    public IReadOnlyList<PlannedRound> Rounds => [.. shared.Rounds.Where(round => round.Replicate == Replicate && (branch is null || round.Method == branch))];

    /// <summary>
    /// The same plan for one of several methods that stand side by side: its tickets are reported as branch <paramref name="tickets"/>, what
    /// compares with them as <c>tickets/control</c>. Seeds and steps do not depend on it, so methods share what they have in common.
    /// </summary>
    public ReplicatePlan InBranch(Branch tickets) => new(shared, Replicate, tickets);

    /// <summary>Seed of this replicate for a named purpose.</summary>
    public long Seed(string purpose) => SeedTree.Derive(Spec.Seed, Replicate, purpose);

    /// <summary>Adds any step; an equal step that is there already is returned instead.</summary>
    public T Add<T>(T step)
        where T : Step => shared.Add(step);

    /// <summary>Draws a network. The purpose <c>initialization</c> is the replicate's own theta_0.</summary>
    /// <param name="purpose">What the network is drawn for; decides the seed.</param>
    /// <param name="initializer">Distribution of the weights; null for that of the architecture.</param>
    public InitializeStep Initialize(string purpose = "initialization", string? initializer = null) =>
        Add(new InitializeStep(initializer is null ? NetworkReference : NetworkReference.WithInitializer(initializer), Seed(purpose))
        {
            Numerics = Numerics,
            Label = $"initialize ({purpose}) of {Name}",
        });

    /// <summary>Trains from a state. Everything that is not given comes from the spec.</summary>
    /// <param name="start">Step whose state training starts from.</param>
    /// <param name="mask">Step whose mask is trained under; null for the dense network.</param>
    /// <param name="segment">Part of the schedule that is trained.</param>
    /// <param name="label">What this training is, for people; the replicate is added.</param>
    /// <param name="recipe">Another recipe than the spec's, for example that of a search or a fine-tuning.</param>
    /// <param name="rule">Takes part in training; null for plain training.</param>
    public TrainStep Train(Step start, Step? mask, TrainingSegment segment, string label, TrainingSpec? recipe = null, ITrainingRuleSource? rule = null) =>
        AddTraining(start, mask, recipe is null ? Inputs : InputsFor(recipe), segment, rule, label);

    /// <summary>
    /// Trains another start or mask exactly as a ticket was trained: its recipe, segment and rule (<see cref="ITrainingRuleSource.OfControls"/>).
    /// </summary>
    /// <param name="ticket">Training that is copied.</param>
    /// <param name="start">Step whose state training starts from.</param>
    /// <param name="mask">Step whose mask is trained under.</param>
    /// <param name="label">What this training is, for people; the replicate is added.</param>
    /// <param name="noiseSeed">Other SGD noise than the ticket's; null for the same.</param>
    public TrainStep TrainAlike(TrainStep ticket, Step start, Step? mask, string label, long? noiseSeed = null) =>
        AddTraining(start, mask, ticket.Settings, ticket.Segment with { NoiseSeed = noiseSeed ?? ticket.Segment.NoiseSeed }, ticket.Rule?.OfControls, label);

    /// <summary>What a training with another recipe has in common with the others; its epoch and total length follow from the recipe.</summary>
    public TrainingInputs InputsFor(TrainingSpec recipe)
    {
        var perEpoch = (TrainImages + recipe.BatchSize - 1) / recipe.BatchSize;
        return new TrainingInputs(NetworkReference, DatasetReference, recipe, perEpoch, recipe.Length.ToIterations(perEpoch), Network);
    }

    /// <summary>Prunes by magnitude of the weights of <paramref name="weights"/>.</summary>
    public PruneStep Prune(Step weights, Step? mask, PruningSettings settings, string label) =>
        Add(new PruneStep(weights, mask, NetworkReference, Network, settings) { Numerics = Numerics, Label = $"{label} of {Name}" });

    /// <summary>Prunes by the scores that a criterion gives the weights of <paramref name="weights"/>.</summary>
    public ScoreMaskStep Score(Step weights, ScoreRequest request, string label) =>
        Add(new ScoreMaskStep(Inputs, weights, request, Catalog.Find<ICriterion>(request.Criterion.Name).NeedsData) { Numerics = Numerics, Label = $"{label} of {Name}" });

    /// <summary>Registers a training as a round that the results report.</summary>
    /// <param name="name"><see cref="PlannedRound.TicketBranch"/> for the method's own, else the name of the control.</param>
    /// <param name="round">Round; 0 is dense.</param>
    /// <param name="start">Step that training starts from.</param>
    /// <param name="mask">Step of the mask; null for the dense network.</param>
    /// <param name="training">The training.</param>
    /// <param name="draw">0-based draw.</param>
    public PlannedRound AddRound(string name, int round, Step start, Step? mask, TrainStep training, int draw = 0)
    {
        var planned = new PlannedRound { Replicate = Replicate, Branch = Place(name, mask), Method = branch, Round = round, Draw = draw, Start = start, Mask = mask, Training = training };

        // Every method begins with the dense network; side by side they report it once.
        if (branch is null || mask is not null || name != PlannedRound.TicketBranch || !shared.Rounds.Exists(other => other.Replicate == Replicate && other.Branch == planned.Branch && other.Round == round))
        {
            shared.Rounds.Add(planned);
        }

        return planned;
    }

    /// <summary>Tells a person something before the launch, in one or two sentences; replicates that say the same are heard once.</summary>
    public void Warn(string message)
    {
        if (!shared.Warnings.Contains(message))
        {
            shared.Warnings.Add(message);
        }
    }

    /// <summary>Registers an evaluation step.</summary>
    public void AddMeasurement(string evaluation, PlannedRound round, Step step) =>
        shared.Measurements.Add(new PlannedMeasurement(Replicate, evaluation, round.Branch, round.Round, step));

    private TrainStep AddTraining(Step start, Step? mask, TrainingInputs inputs, TrainingSegment segment, ITrainingRuleSource? rule, string label)
    {
        var alone = new TrainStep(start, mask, inputs, segment, rule) { Numerics = Numerics, Label = $"{label} of {Name}" };
        return Add(shared.Places.Of(alone, Replicate) is { } place
            ? new TrainStep(start, mask, inputs, segment, rule) { Numerics = Engine.Runtime.Numerics.Batched(Numerics, place.Places), Label = alone.Label, Batch = place }
            : alone);
    }

    private string Name => string.Create(CultureInfo.InvariantCulture, $"replicate {Replicate + 1}");

    private Branch Place(string name, Step? mask) => (branch, name) switch
    {
        (null, _) => Branch.Parse(name),
        (_, PlannedRound.TicketBranch) => mask is null ? Branch.Ticket : branch,
        _ => branch.Control(name),
    };
}
