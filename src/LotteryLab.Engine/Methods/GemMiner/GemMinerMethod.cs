using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods.GemMiner;

/// <summary>Options of <see cref="GemMinerMethod"/>.</summary>
public sealed record GemMinerOptions : ScoreLearningOptions
{
    /// <summary>Epochs between rounds of freezing.</summary>
    [Option("Epochs between two rounds of freezing.", Min = 1, Max = 10_000, Unit = "epochs")]
    public int Period { get; init; } = 5;

    /// <summary>Weight of the regulariser.</summary>
    [Option("Weight of the regulariser. It is summed over all scores, so it must shrink as networks grow; larger values push more scores below a half and can empty layers.", Min = 0, Max = 1)]
    public double Lambda { get; init; } = 1e-4;

    /// <summary>Kind of regulariser.</summary>
    [Option("Regulariser of the scores: their squares (l2) or the scores themselves (l1).", Choices = ["l2", "l1"])]
    public string Regularizer { get; init; } = "l2";

    /// <summary>Which weights are the ticket.</summary>
    [Option("The ticket is every weight that was never frozen, even one whose score is below a half; otherwise only those above.")]
    public bool Unflag { get; init; } = true;

    /// <summary>Whether the density is met to the weight.</summary>
    [Option("Let the last round leave exactly the target number of weights. The published rule leaves a few less, and fewer still when scores tie.")]
    public bool ExactCount { get; init; }

    /// <summary>Whether the sanity check with inverted scores is run too.</summary>
    [Option("Search a second time with rounds that freeze the largest scores, as branch inverted-scores: a sanity check that must do much worse.")]
    public bool InvertedScores { get; init; }
}

/// <summary>Gem-Miner: learns scores on frozen weights and freezes the smallest until the target density is reached (card 04).</summary>
public sealed class GemMinerMethod : ScoreLearningMethod<GemMinerOptions>
{
    private const string InvertedBranch = "inverted-scores";

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "gem-miner",
        "Gem-Miner",
        "Learns a score for each weight of an untrained network, regularises the scores and freezes the lowest ones step by step, never touching a weight. The ticket classifies well before any training and trains to the accuracy of pruning with rewinding at a fraction of its search cost.")
    {
        Papers = [new("Sreenivasan et al., Rare Gems: Finding Lottery Tickets at Initialization, NeurIPS 2022", "https://arxiv.org/abs/2202.12002")],
        KnownFailures =
        [
            "Sensitive to lambda: too large, and whole layers lose their weights; the best value falls with the size of the network.",
            "Many scores end at exactly 0, and a round freezes all that tie with its threshold: the ticket can be sparser than asked.",
            "The search needs as many epochs as a training; the claim of being 19 times faster than iterative pruning counts the search only.",
        ],
    };

    /// <inheritdoc/>
    protected override void Unfold(ReplicatePlan plan, GemMinerOptions options)
    {
        base.Unfold(plan, options);
        for (var round = 1; options.InvertedScores && round <= options.Densities.Count; round++)
        {
            AddTicket(plan, options, round, InvertedBranch, $"{InvertedBranch}-untrained", Rule(plan, options, options.Densities[round - 1], isInverted: true));
        }
    }

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, GemMinerOptions options, double density) => Rule(plan, options, density, isInverted: false);

    private static RuleSource Rule(ReplicatePlan plan, GemMinerOptions options, double density, bool isInverted)
    {
        var inputs = plan.InputsFor(ScoreRecipes.Search(plan, options));
        var schedule = new FreezingSchedule(density, inputs.TotalIterations / inputs.IterationsPerEpoch, options.Period);
        if (schedule.Rounds < 1)
        {
            throw new LotteryLabException(
                "spec.search-length",
                $"The search has {schedule.Epochs} whole epochs and freezes every {options.Period}, so it would never freeze anything.",
                $"Search for at least {options.Period + 1} epochs, or lower method.period.");
        }

        var settings = new GemMinerSettings(schedule, options.Lambda, options.Regularizer == "l1", options.Unflag, options.ExactCount, isInverted);
        var json = new JsonObject
        {
            ["name"] = "gem-miner",
            ["density"] = density,
            ["period"] = options.Period,
            ["lambda"] = options.Lambda,
            ["regularizer"] = options.Regularizer,
            ["unflag"] = options.Unflag,
            ["exactCount"] = options.ExactCount,
            ["inverted"] = isInverted,
        };
        return new RuleSource(json, costFactor: 1, job => new ScoreLearningRule(new GemMinerLearner(ScoredLayer.Of(job.Start, (weight, _) => Uniform(job, weight, 0, 1)), settings), job)) { FindsMasks = true };
    }
}
