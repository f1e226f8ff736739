using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>
/// Base of methods that search a mask on frozen weights and then train the ticket from those weights. Round 0 is the dense network; each
/// density is a round of its own, with a branch <see cref="UntrainedBranch"/> that holds the ticket's accuracy before training.
/// </summary>
public abstract class ScoreLearningMethod<TOptions> : PruningMethod<TOptions>
    where TOptions : ScoreLearningOptions, new()
{
    /// <summary>Branch of the tickets before they are trained.</summary>
    protected const string UntrainedBranch = "ticket-untrained";

    /// <summary>Whether the search changes the weights, so that a ticket's weights are known only inside its mask.</summary>
    protected virtual bool ChangesWeights => false;

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, TOptions options)
    {
        var dense = plan.Train(plan.Initialize(), mask: null, new TrainingSegment(0, plan.TotalIterations, ScheduleVariant.Original, plan.Seed("noise")), "train the dense network");
        plan.AddRound(PlannedRound.TicketBranch, 0, plan.Initialize(), mask: null, dense);
        for (var round = 1; round <= options.Densities.Count; round++)
        {
            AddTicket(plan, options, round, PlannedRound.TicketBranch, UntrainedBranch, Rule(plan, options, options.Densities[round - 1]));
        }
    }

    /// <summary>The rule that searches for a ticket of a density.</summary>
    protected abstract ITrainingRuleSource Rule(ReplicatePlan plan, TOptions options, double density);

    /// <summary>Adds a search and the training of what it found.</summary>
    protected void AddTicket(ReplicatePlan plan, TOptions options, int round, string branch, string untrainedBranch, ITrainingRuleSource rule)
    {
        var initial = plan.Initialize(initializer: options.Initializer == ScoreLearningOptions.OfArchitecture ? null : options.Initializer);
        var recipe = ScoreRecipes.Search(plan, options);
        var search = plan.Train(initial, mask: null, Whole(plan.InputsFor(recipe), plan.Seed("search-noise")), $"search the {branch} of round {round}", recipe, rule);
        var training = ScoreRecipes.FineTuning(plan, options);

        // From the search, not from the initialisation: inside the mask the weights are the same, and batch norm's running statistics are carried on, as in the reference.
        var trained = plan.Train(search, search, Whole(plan.InputsFor(training), plan.Seed("noise")), $"train the {branch} of round {round}", training, options.MatchReference ? WeightsOnlyRule.Source : null);
        Step start = ChangesWeights ? search : initial;
        plan.AddRound(untrainedBranch, round, start, search, search);
        plan.AddRound(branch, round, start, search, trained);
    }

    /// <summary>Uniform numbers with a seed of their own for each tensor, on the CPU so that all devices start alike.</summary>
    private protected static Tensor Uniform(TrainingJob job, ParameterDefinition weight, double low, double high)
    {
        using var generator = new Generator((ulong)SeedTree.Derive(job.NoiseSeed, $"scores/{weight.Name}"));
        return torch.rand([.. weight.Shape], generator: generator).mul_(high - low).add_(low);
    }

    private static TrainingSegment Whole(TrainingInputs inputs, long noiseSeed) => new(0, inputs.TotalIterations, ScheduleVariant.Original, noiseSeed);
}
