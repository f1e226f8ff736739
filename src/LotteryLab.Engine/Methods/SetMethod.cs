using System.Text.Json.Nodes;
using LotteryLab.Engine.Methods.DynamicSparse;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Rules;

namespace LotteryLab.Engine.Methods;

/// <summary>Sparse evolutionary training as comparisons use the name: drop the smallest, grow at random (card 03, C).</summary>
public sealed class SetMethod : SparseTrainingMethod<DynamicSparseOptions>
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new(
        "set",
        "SET, sparse evolutionary training",
        "Trains a sparse network from a random start and now and then replaces its smallest weights by new ones at random places. It needs no dense gradient, so its cost is that of the sparse network alone.")
    {
        Papers =
        [
            new("Mocanu et al., Scalable Training of Artificial Neural Networks with Adaptive Sparse Connectivity, Nature Communications 2018", "https://arxiv.org/abs/1707.04780"),
            new("Evci, Gale, Menick, Castro and Elsen, Rigging the Lottery: Making All Tickets Winners, ICML 2020", "https://arxiv.org/abs/1911.11134"),
        ],
        KnownFailures =
        [
            "This is the rule of the RigL paper's comparison; the first paper's own rule is set_original.",
            "Random growth finds useful inputs slowly at low densities: expect it between static and RigL.",
        ],
    };

    /// <inheritdoc/>
    protected override ITrainingRuleSource Rule(ReplicatePlan plan, DynamicSparseOptions options) => new SetSource(options.Schedule(plan));

    private sealed record SetSource(DropSchedule Schedule) : ITrainingRuleSource
    {
        public ITrainingRuleSource? OfControls => null;

        public double CostFactor => 1;

        public JsonObject ToJson() => new() { ["rule"] = "set", ["version"] = 1, ["schedule"] = Schedule.ToJson() };

        public double MultiplyAddsPerImage(PassCost cost, long from, long to) => TrainingCostModel.Static(cost);

        public TrainingRule Create(TrainingJob job) => new SetRule(Schedule);
    }
}

/// <summary>SET: after a step, drop by magnitude and grow at random.</summary>
internal sealed class SetRule(DropSchedule schedule) : DynamicSparseRule(schedule)
{
    /// <inheritdoc/>
    public override void AfterOptimizerStep(TrainingRun run)
    {
        // The counter of the step just taken: the first step qualifies. After the last one nothing would train what has grown.
        var iteration = run.Iteration - 1;
        if (run.Iteration < run.Job.To && IsDue(iteration))
        {
            Rewire(run, iteration, name => RandomScores(run, name, iteration));
        }
    }

    private static float[] RandomScores(TrainingRun run, string name, long iteration)
    {
        var random = new CounterRandom(CounterRandom.Fork(SeedTree.Derive(run.Job.NoiseSeed, $"growth/{name}"), iteration));
        var scores = new float[run.Mask(name)!.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)random.NextDouble();
        }

        return scores;
    }
}
