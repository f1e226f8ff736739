using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.GemMiner;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>The ticket with and without unflagging, and the first steps of its training.</summary>
public sealed class FineTuningCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["gem-miner"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("finetune_steps");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var batches = GivenBatches.Read(golden.Root["inputs"], golden.Root["labels"]);
        var network = GoldenNetwork.Read(golden, inputs: batches.Inputs);
        var expected = golden.Expected;
        expected["masks_search_forward"].Equal(Ticket(golden, network, unflags: false, isFinished: false), network.Weights);
        var (bare, unflagged) = (Ticket(golden, network, unflags: false, isFinished: true), Ticket(golden, network, unflags: true, isFinished: true));
        expected["masks_finetune_unflag_false"].Equal(bare, network.Weights);
        expected["masks_finetune_unflag_true"].Equal(unflagged, network.Weights);
        expected["percent_unflag_false"].Close(100 * bare.Density, golden.Tolerance);
        expected["percent_unflag_true"].Close(100 * unflagged.Density, golden.Tolerance);
        var settings = golden.Params["finetune"];
        GoldenCase.Require(settings["regularization"].OrNull() is null, "params.finetune.regularization: fine-tuning has none");
        var mask = settings["mask"].Word("masks_finetune_unflag_true", "masks_finetune_unflag_false") == "masks_finetune_unflag_true" ? unflagged : bare;
        var (optimizer, rate) = (GoldenOptimizers.Read(settings, "optimizer", isComplete: true), settings["lr"].Number());
        VerifySteps(golden, network, batches, optimizer, golden.Compute("fine-tuning", () => FineTune(network, batches, mask, optimizer, rate)));
    }

    private static MaskSet Ticket(GoldenCase golden, GoldenNetwork network, bool unflags, bool isFinished)
    {
        var initial = golden.Params["initial"];
        var scores = initial["scores"].Tensors(network.Weights);
        BitMask[] flags = [.. initial["flags"].Masks(network.Weights).Entries.Select(entry => entry.Value)];
        using var state = network.State();
        using var learner = new GemMinerLearner(ScoredLayer.Of(state, (weight, _) => scores[weight.Name].ToTensor()), new GemMinerSettings(new FreezingSchedule(0.5, 10, 1), Lambda: 0, IsAbsolute: false, unflags, IsExact: false, IsInverted: false));
        for (var i = 0; i < flags.Length; i++)
        {
            var frozen = flags[i];
            initial["scores"][learner.Layers[i].Name]["values"].Declare("a frozen score decides nothing", position => !frozen[position]);
        }

        learner.SetFlags(flags);
        learner.Settle();
        if (isFinished)
        {
            learner.Finish();
        }

        return learner.Masks();
    }

    private static void VerifySteps(GoldenCase golden, GoldenNetwork network, GivenBatches batches, ComponentSpec optimizer, Observations seen)
    {
        var steps = golden.Expected["finetune_steps"].Items();
        GoldenCase.Require(steps.Count == batches.Steps, "there are not as many steps as batches");
        for (var step = 0; step < steps.Count; step++)
        {
            seen.Close(steps[step]["logits"], $"{step}/logits", golden.Tolerance);
            steps[step]["task_loss"].Close(seen.Numbers("losses")[step], golden.Tolerance);
            steps[step]["regularization_loss"].Close(0, golden.Tolerance);
            seen.Close(steps[step]["grad"], $"{step}/gradient", network.WeightNames, golden.Tolerance);
            seen.Close(steps[step]["after_step"], $"{step}/weights", network.WeightNames, golden.Tolerance);
            GoldenOptimizers.CloseState(steps[step]["optimizer_state"], optimizer, seen, $"{step}", network.WeightNames, golden.Tolerance);
        }
    }

    private static Observations FineTune(GoldenNetwork network, GivenBatches batches, MaskSet mask, ComponentSpec optimizer, double rate)
    {
        var seen = new Observations();
        using var reference = new UnmaskedOptimizer(network, optimizer);
        var watch = new StepWatch
        {
            BeforeStep = (run, step) =>
            {
                using var noGradient = torch.no_grad();
                using var copy = run.State.Clone();
                seen.Note($"{step}/logits", run.Network.Forward(network.Images(batches.Inputs.Part(step)), copy, isTraining: true));

                // Masked weights take no part, so their gradient is zero in the reference; ours is that of the effective weight.
                Tensor Masked(string name) => run.State[name].grad!.mul(MaskTensors.ToTensor(mask[name], run.State[name]));
                seen.Note($"{step}/gradient", network.WeightNames, Masked);
                reference.Step(Masked, rate);
            },
            AfterStep = (run, step) =>
            {
                var ours = run.Optimizer.ExportState();
                foreach (var name in network.WeightNames)
                {
                    RequireEqualWhereKept(reference.Value(name), run.State[name], name, mask[name]);
                }

                seen.Note($"{step}/weights", network.WeightNames, reference.Value);
                foreach (var (key, state) in reference.State.Where(pair => ours.ContainsKey(pair.Key)))
                {
                    var name = network.WeightNames.Single(weight => key.StartsWith($"{weight}/", StringComparison.Ordinal));
                    if (state.numel() == mask[name].Count)
                    {
                        RequireEqualWhereKept(state, ours[key], key, mask[name]);
                    }

                    seen.Note($"{step}/{key}", state);
                }
            },
        };
        using var training = new GoldenTraining(network, (GoldenTraining.Main, batches));
        using var start = network.State();
        using var trained = training.Run(optimizer, GoldenOptimizers.Constant(rate), start, mask, rule: null, watch);
        seen.NoteNumbers("losses", trained.Losses);
        return seen;
    }

    private static void RequireEqualWhereKept(Tensor one, Tensor other, string what, BitMask mask)
    {
        var (first, second) = (GoldenAssert.Doubles(one), GoldenAssert.Doubles(other));
        GoldenCase.Require(Enumerable.Range(0, first.Length).All(i => !mask[i] || first[i] == second[i]), $"'{what}' is not trained under a mask as it is without one");
    }

    // The reference lets weight decay shrink masked weights, which take no part; ours are zero. An optimizer of ours without masks does what
    // the reference's does, and where weights are kept it must agree with the one of the training.
    private sealed class UnmaskedOptimizer : IDisposable
    {
        private readonly NetworkState state;
        private readonly IOptimizer optimizer;

        public UnmaskedOptimizer(GoldenNetwork network, ComponentSpec spec)
        {
            state = network.State();
            optimizer = ComponentCatalog.Default.Find<IOptimizerComponent>(spec.Name)
                .Create(spec.Options, [.. network.Definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => new OptimizedParameter(parameter, state[parameter.Name].requires_grad_(true), Mask: null))]);
        }

        public IReadOnlyDictionary<string, Tensor> State => optimizer.ExportState();

        public Tensor Value(string name) => state[name];

        public void Step(Func<string, Tensor> gradient, double rate)
        {
            foreach (var parameter in state.Definition.Parameters.Where(parameter => parameter.IsWeight))
            {
                state[parameter.Name].grad = gradient(parameter.Name);
            }

            optimizer.Step(rate);
        }

        public void Dispose()
        {
            optimizer.Dispose();
            state.Dispose();
        }
    }
}
