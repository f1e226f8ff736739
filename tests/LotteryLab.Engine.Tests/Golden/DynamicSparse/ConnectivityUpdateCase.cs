using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Tests.Golden.Description;
using LotteryLab.Engine.Tests.Golden.Loop;
using LotteryLab.Engine.Training.Connectivity;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.DynamicSparse;

/// <summary>
/// One RigL update of one tensor, made by the product's rule in a training whose gradient is the given one. The reference leaves stale values
/// where the mask prunes; ours are zero there, which the forward pass cannot tell apart.
/// </summary>
public sealed class ConnectivityUpdateCase : IGoldenCase
{
    private const string File = "weight";
    private const string Ours = "layer.weight";

    public IReadOnlyList<string> Methods => ["rigl"];

    public bool HasShape(GoldenCase golden) => golden.Params.Has("drop_fraction");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        using var scope = torch.NewDisposeScope();
        golden.Root["network"]["parameters"].HasOnly(File);
        var weights = golden.BareTensors("one weight tensor")[File];
        var (settings, expected) = (golden.Params, golden.Expected);
        settings["mask"].HasOnly(File);
        var before = settings["mask"][File].Mask(weights.Shape);
        var (gradient, momentum) = (Alike(settings["gradient"], weights), Alike(settings["momentum"], weights));
        var fraction = settings["drop_fraction"].Number();
        var dropped = ConnectivityUpdate.DropCount(before.Kept, fraction);
        expected["n_ones"].Equal(before.Kept);
        expected["n_prune"].Equal(dropped);
        var kept = ConnectivityUpdate.Drop(weights.Floats, before, dropped);
        settings["gradient"][File]["values"].Declare("a position that is kept does not grow", i => kept[i]);

        var after = BitMask.Full(0);
        float[] newWeights = [], newMomentum = [];
        var regrown = -1.0;
        RiglRule? rule = null;
        var watch = new StepWatch
        {
            BeforeStep = (run, _) =>
            {
                run.State[Ours].grad = gradient.ToTensor();
                run.Optimizer.ExportState()[$"{Ours}/momentum"].copy_(momentum.ToTensor());
            },
            AfterRule = (run, outcome) =>
            {
                if (outcome == BatchOutcome.Skip)
                {
                    (after, newWeights) = (run.Mask(Ours)!, run.State.ReadFloats(Ours));
                    newMomentum = run.Optimizer.ExportState()[$"{Ours}/momentum"].data<float>().ToArray();
                    regrown = rule!.Measure(run)[$"{Ours}/regrown"];
                }
            },
        };
        Update(weights, before, new DropSchedule(fraction, DropSchedule.Constant, 0, 0, 0, 1), made => rule = made, watch);

        foreach (var node in new[] { golden.Root["network"]["parameters"], settings["momentum"] })
        {
            node[File]["values"].Declare("what is stored where a new weight grows is lost", i => after[i] && !before[i]);
        }

        VerifyMask(expected["kept"], kept, weights);
        VerifyMask(expected["grown"], ConnectivityUpdate.Except(after, kept), weights);
        VerifyMask(expected["mask"], after, weights);
        expected["dropped_and_regrown"].Equal((long)regrown);
        VerifyValues(expected["weight_after"], weights, newWeights, after, golden.Tolerance);
        VerifyValues(expected["momentum_after"], momentum, newMomentum, after, golden.Tolerance);
    }

    private static void Update(GoldenTensor weights, BitMask mask, DropSchedule schedule, Action<RiglRule> made, StepWatch watch)
    {
        var network = GoldenNetwork.Of(Around(weights.Shape));
        var shape = network.Definition.Input;
        var batches = new GivenBatches(new GoldenTensor([2, 1, shape.Channels, shape.Height, shape.Width], new double[2 * shape.Count]), [[0], [0]]);
        using var training = new GoldenTraining(network, (GoldenTraining.Main, batches));
        using var start = new NetworkState(network.Definition, [weights.ToTensor()]);
        training.Run(
            new ComponentSpec("sgd", new SgdOptions { Momentum = 0.9 }),
            GoldenOptimizers.Constant(0.1),
            start,
            new MaskSet([new(Ours, mask)]),
            _ =>
            {
                var rule = new RiglRule(schedule, batches: 1, new GrownWeights(GrownWeights.Zero, 1, 0));
                made(rule);
                return rule;
            },
            watch).Dispose();
    }

    // A network that is this weight and nothing else.
    private static NetworkDefinition Around(IReadOnlyList<long> shape) => shape.Count == 4
        ? new NetworkDefinition(new ImageShape((int)shape[1], (int)shape[2], (int)shape[3]), (int)shape[0], [new ConvolutionLayer("layer", (int)shape[1], (int)shape[0], (int)shape[2], HasBias: false), new FlattenLayer()])
        : new NetworkDefinition(new ImageShape(1, 1, (int)shape[1]), (int)shape[0], [new FlattenLayer(), new LinearLayer("layer", (int)shape[1], (int)shape[0], HasBias: false)]);

    private static GoldenTensor Alike(GoldenNode node, GoldenTensor weights)
    {
        node.HasOnly(File);
        return node[File].Tensor(weights.Shape);
    }

    private static void VerifyMask(GoldenNode expected, BitMask actual, GoldenTensor weights)
    {
        expected.HasOnly(File);
        expected[File].Equal(actual, weights.Shape);
    }

    // Where the new mask prunes the reference keeps what was stored before.
    private static void VerifyValues(GoldenNode expected, GoldenTensor stored, float[] actual, BitMask mask, double tolerance)
    {
        var values = Alike(expected, stored).Values;
        for (var i = 0; i < values.Length; i++)
        {
            GoldenAssert.Close(values[i], mask[i] ? actual[i] : stored.Values[i], tolerance, expected.Path, i);
            GoldenCase.Require(mask[i] || actual[i] == 0, $"{expected.Path}: a pruned position holds {actual[i]}");
        }
    }
}
