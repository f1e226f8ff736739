using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>
/// A few training steps under a mask: losses, rates, weights and the logits afterwards. Our optimizers never move masked weights; which of them
/// the reference has moved between two forward passes follows from the dense gradients.
/// </summary>
public sealed class MaskedTrainingCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["iterative-magnitude-pruning"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("optimizer_name");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var settings = golden.Params;
        var batches = GivenBatches.Read(golden.Root["inputs"], golden.Root["labels"]);
        var network = GoldenNetwork.Read(golden, inputs: batches.Inputs);
        settings["steps"].Equal(batches.Steps);
        settings["batch"].Equal(batches.Size);
        settings["loss"].Word("mean cross entropy of logits");
        var masks = settings["mask"].Masks(network.Weights);
        foreach (var name in network.WeightNames)
        {
            golden.Root["network"]["parameters"][name]["values"].Declare("a masked weight is zero, whatever its value", i => !masks[name][i]);
        }

        var optimizer = GoldenOptimizers.Read(settings, "optimizer_name");
        var schedule = OpenLthSchedule.Read(settings, settings["iterations_per_epoch"].Whole());
        GoldenCase.Require(batches.Steps <= schedule.Total, $"{settings.Path}.training_steps are fewer than the steps of the case");
        if (!schedule.RatesDependOnEpochs)
        {
            settings["iterations_per_epoch"].Declare("no rate of these steps depends on it");
        }

        if (optimizer.Options is SgdOptions { WeightDecay: > 0 } sgd && sgd.LearningRate * sgd.WeightDecay * batches.Steps * batches.Steps * Largest(network) < 10 * golden.Tolerance)
        {
            settings["weight_decay"].MayBeMissing("what it does in so few steps is about the tolerance");
        }

        var seen = golden.Compute("training", () => Train(network, batches, optimizer, schedule, masks));
        golden.Expected["lr_at_each_step"].CloseValues(seen.Numbers("rates"), 1e-12);
        golden.Expected["loss_before_each_step"].CloseValues(seen.Numbers("losses"), golden.Tolerance);
        golden.Expected["masked_positions_nonzero_after_step_before_next_forward"].Equal(seen.Numbers("strays").Select(count => (long)count));
        seen.Close(golden.Expected["weights_after_masked"], "end", network.Definition.Parameters.Select(parameter => parameter.Name), golden.Tolerance);
        seen.Close(golden.Expected["eval_logits_of_first_batch"], "logits", golden.Tolerance);
        foreach (var (name, mask) in masks.Entries)
        {
            var values = seen.Values($"end/{name}");
            GoldenCase.Require(Enumerable.Range(0, values.Length).All(i => mask[i] || values[i] == 0), $"a masked weight of '{name}' is not zero");
        }
    }

    private static double Largest(GoldenNetwork network) => network.Weights.Values.Max(weight => weight.Values.Max(Math.Abs));

    private static Observations Train(GoldenNetwork network, GivenBatches batches, ComponentSpec optimizer, OpenLthSchedule schedule, MaskSet masks)
    {
        var seen = new Observations();
        var stray = new StrayWeights(masks, optimizer);
        using var training = new GoldenTraining(network, (GoldenTraining.Main, batches));
        using var start = network.State();
        using var trained = training.Run(optimizer, schedule.Rates, start, masks, rule: null, new StepWatch { BeforeStep = (run, _) => stray.Note(run.State, run.LearningRate) });
        seen.NoteNumbers("rates", trained.Rates);
        seen.NoteNumbers("losses", trained.Losses);
        seen.NoteNumbers("strays", [.. stray.Counts.Select(count => (double)count)]);
        seen.Note("end", network.Definition.Parameters.Select(parameter => parameter.Name), name => trained.Final[name]);
        using var noGradient = torch.no_grad();
        seen.Note("logits", new Network(network.Definition).Forward(network.Images(batches.Inputs.Part(0)), trained.Final));
        return seen;
    }

    // An optimizer without masks moves a masked weight away from zero once its gradient was not zero: at once, and ever after where it has momentum, unless the rate is zero.
    private sealed class StrayWeights(MaskSet masks, ComponentSpec optimizer)
    {
        private readonly bool remembers = optimizer.Options is AdamOptions or SgdOptions { Momentum: > 0 };
        private readonly Dictionary<string, bool[]> moved = masks.Entries.ToDictionary(entry => entry.Key, entry => new bool[entry.Value.Count], StringComparer.Ordinal);

        public List<long> Counts { get; } = [];

        public void Note(NetworkState state, double rate)
        {
            var count = 0L;
            foreach (var (name, mask) in masks.Entries)
            {
                var gradient = GoldenAssert.Doubles(state[name].grad!);
                var stray = moved[name];
                for (var i = 0; i < stray.Length; i++)
                {
                    stray[i] = gradient[i] != 0 || (remembers && stray[i]);
                    count += stray[i] && !mask[i] && rate != 0 ? 1 : 0;
                }
            }

            Counts.Add(count);
        }
    }
}
