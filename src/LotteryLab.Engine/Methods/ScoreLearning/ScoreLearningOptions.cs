using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>Options of methods that learn scores on frozen weights: the search, then the fine-tuning (card 04).</summary>
public abstract record ScoreLearningOptions
{
    /// <summary>Fine-tuning with the settings below.</summary>
    internal const string OwnFineTuning = "own";

    /// <summary>Fine-tuning with the spec's training recipe.</summary>
    internal const string SpecFineTuning = "training";

    /// <summary>Weights as the architecture says.</summary>
    internal const string OfArchitecture = "architecture";

    /// <summary>Target densities.</summary>
    [Option("Densities of the tickets (0.5, 0.05 ...); each has a search of its own.", Min = 0, Max = 1, MinExclusive = true, MaxExclusive = true, MinLength = 1, MaxLength = 100)]
    public IReadOnlyList<double> Densities { get; init; } = [0.5, 0.2, 0.05, 0.0144];

    /// <summary>Distribution of the weights that are searched.</summary>
    [Option("Distribution of the weights that are searched: signed-constant (a random sign times sqrt(2 / fan-in)) as published, or another one; architecture takes that of the network.", Choices = [OfArchitecture, "signed-constant", "kaiming-normal", "kaiming-uniform", "glorot-normal"])]
    public string Initializer { get; init; } = "signed-constant";

    /// <summary>Biases and batch norm.</summary>
    [Option("Keep biases and batch-norm scales and shifts at their start, in the search and in fine-tuning: with zero biases that is the published network, which has none. Otherwise they train in fine-tuning.")]
    public bool MatchReference { get; init; } = true;

    /// <summary>Length of the search.</summary>
    [Option("Length of the search; 0it searches as long as the training recipe trains.")]
    public TrainingLength SearchLength { get; init; }

    /// <summary>Optimizer of the scores.</summary>
    [Option("Optimizer of the scores.", Choices = ["sgd", "adam"])]
    public string Optimizer { get; init; } = "sgd";

    /// <summary>Peak learning rate of the scores; it falls along a cosine, once an epoch.</summary>
    [Option("Peak learning rate of the scores; it falls along a cosine, once an epoch.", Min = 0, Max = 100, MinExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum of SGD on the scores.</summary>
    [Option("Momentum of SGD on the scores.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay of the scores.</summary>
    [Option("Weight decay of the scores.", Min = 0, Max = 1)]
    public double WeightDecay { get; init; }

    /// <summary>Recipe of fine-tuning.</summary>
    [Option("Training of the tickets: own (SGD with the settings below), training (the spec's recipe).", Choices = [OwnFineTuning, SpecFineTuning])]
    public string FineTuning { get; init; } = OwnFineTuning;

    /// <summary>Length of fine-tuning.</summary>
    [Option("Length of the tickets' own fine-tuning; 0it takes the length of the training recipe.")]
    public TrainingLength FineTuneLength { get; init; }

    /// <summary>Peak learning rate of fine-tuning.</summary>
    [Option("Peak learning rate of fine-tuning.", Min = 0, Max = 100, MinExclusive = true)]
    public double FineTuneLearningRate { get; init; } = 0.01;

    /// <summary>Weight decay of fine-tuning.</summary>
    [Option("Weight decay of fine-tuning.", Min = 0, Max = 1)]
    public double FineTuneWeightDecay { get; init; } = 1e-4;

    /// <summary>Schedule of fine-tuning.</summary>
    [Option("Learning rate of fine-tuning: milestones (a tenth from about half and again from two thirds of it) or cosine.", Choices = ["milestones", "cosine"])]
    public string FineTuneSchedule { get; init; } = "milestones";
}
