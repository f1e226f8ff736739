using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Pruning.Scores;

/// <summary>Options that every method has which prunes a network by scores and then trains it.</summary>
public abstract record ScoringOptions
{
    /// <summary>How weights are scored.</summary>
    public abstract ComponentSpec Scorer { get; }

    /// <summary>Overall densities; each is a round, after the dense round 0.</summary>
    [Option("Densities of the rounds, falling; round 0 is the dense network.", Min = 0, Max = 1, MinExclusive = true, MaxExclusive = true, MinLength = 1, MaxLength = 50)]
    public IReadOnlyList<double> Densities { get; init; } = [0.5, 0.2, 0.1, 0.05, 0.02];

    /// <summary>Where weights compete.</summary>
    [Option("Where weights compete: global (one threshold), local (the same density in every tensor), allocation (densities by a rule).", Choices = [ScoreScope.Global, ScoreScope.Local, ScoreScope.Allocation])]
    public string Scope { get; init; } = ScoreScope.Global;

    /// <summary>Density rule of the scope allocation.</summary>
    [Option("Density rule of the scope allocation, for example erk.", Component = "densityAllocation")]
    public ComponentSpec? Allocation { get; init; }

    /// <summary>What goes as one.</summary>
    [Option("What is pruned as one: single weights, N:M groups, rows, kernels or filters.", Component = "granularity")]
    public ComponentSpec Granularity { get; init; } = new("weight", new NoOptions());

    /// <summary>Scoring and pruning steps.</summary>
    [Option("Scoring and pruning steps on the way to the density; 1 is a single shot. More keep layers alive longer.", Min = 1, Max = 10_000, Unit = "iterations")]
    public int Iterations { get; init; } = 1;

    /// <summary>How the density falls.</summary>
    [Option("How the density falls over the iterations: exponential (by equal factors) or linear (by equal numbers of weights).", Choices = [ScoreRequest.Exponential, ScoreRequest.Linear])]
    public string Schedule { get; init; } = ScoreRequest.Exponential;

    /// <summary>How scores become masks.</summary>
    [Option("exact removes exactly the asked number and never brings a weight back; reference does what the published code does, ties and regrowth included.", Choices = ["exact", "reference"])]
    public string Mode { get; init; } = "exact";

    /// <summary>Training images that data-driven criteria see, for each class.</summary>
    [Option("Training images for each class that the score is taken over (drawn at random, not class by class).", Min = 1, Max = 100_000, Unit = "images")]
    public int ImagesPerClass { get; init; } = 10;

    /// <summary>Images of a scoring batch.</summary>
    [Option("Images of a scoring batch; the gradients of the batches are summed.", Min = 1, Max = 100_000, Unit = "images")]
    public int ScoreBatchSize { get; init; } = 256;

    /// <summary>Batch-norm mode while scoring.</summary>
    [Option("Score in training mode: batch norm uses the statistics of the batch instead of its fresh running ones.")]
    public bool TrainMode { get; init; }

    /// <summary>Damage to the scoring data.</summary>
    [Option("Damage done to the images that the score sees, as a sanity check: none, random-labels, random-labels-and-pixels, half.", Choices = [ScoreDataSettings.Intact, ScoreDataSettings.RandomLabels, ScoreDataSettings.RandomLabelsAndPixels, ScoreDataSettings.Half])]
    public string Corruption { get; init; } = ScoreDataSettings.Intact;

    /// <summary>Options of every method of a spec that prunes by scores: the method itself, or several on a shelf.</summary>
    public static IEnumerable<ScoringOptions> In(ComponentSpec method) => method.Options switch
    {
        ScoringOptions scoring => [scoring],
        IComponentGroup group => group.Members.SelectMany(In),
        _ => [],
    };

    /// <summary>The request of one round.</summary>
    public ScoreRequest Request(double density, long seed) => new()
    {
        Criterion = Scorer,
        Density = density,
        Scope = Scope,
        Allocation = Allocation,
        Granularity = Granularity,
        Iterations = Iterations,
        Schedule = Schedule,
        IsReference = Mode == "reference",
        Data = new ScoreDataSettings(ImagesPerClass, ScoreBatchSize, TrainMode, Corruption),
        Seed = seed,
    };
}
