using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;
using LotteryLab.Engine.Tests.Planning;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Measuring;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>The way that training goes on a GPU, on the CPU: the same results, and no batch that waits for a number.</summary>
public sealed class AcceleratorRouteTests
{
    // Less than an epoch of TinySpec, which has 8 batches: at its end rules may look at their scores.
    private const int Batches = 7;

    public static TheoryData<string> Methods => [.. new[]
    {
        """{"name":"imp","rounds":1}""",
        """{"name":"static-sparse"}""",
        """{"name":"set","updateInterval":"3it"}""",
        """{"name":"rigl","updateInterval":"3it"}""",
        """{"name":"snfs","updateInterval":"3it"}""",
        """{"name":"sr-ste"}""",
        """{"name":"edge-popup"}""",
        """{"name":"edge-popup","scope":"global"}""",
        """{"name":"iterand","interval":2}""",
        """{"name":"gem-miner","period":1}""",
        """{"name":"hydra"}""",
        """{"name":"bip"}""",
    }];

    [Theory]
    [MemberData(nameof(Methods))]
    public void TrainBatch_OfEveryMethod_ReadsNumbersOnlyWhereMasksAreMadeAnew(string method)
    {
        foreach (var step in Trainings(method))
        {
            using var forced = DeviceRoute.ForceAccelerator();
            using var data = Images(step);
            using var start = Start(step);
            var job = Job(step, data, start);
            using var rule = step.Rule?.Create(job);
            using var run = new TrainingRun(job, rule);
            using var loss = new LossMeter(torch.CPU);
            using var scope = torch.NewDisposeScope();
            rule?.OnStart(run);
            for (var batch = 0; batch < Batches; batch++)
            {
                run.MasksChanged = false;
                var before = HostReads.Count;
                TrainingLoop.TrainBatch(run, rule, loss);
                Assert.True(HostReads.Count == before || run.MasksChanged, $"'{step.Label}' reads {HostReads.Count - before} times in batch {batch}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_OfEveryMethod_EqualsTheWayOfTheCpu(string method)
    {
        foreach (var step in Trainings(method))
        {
            var expected = Run(step);
            using var forced = DeviceRoute.ForceAccelerator();
            var actual = Run(step);
            Assert.Equal(expected.Values.Length, actual.Values.Length);
            Assert.All(Enumerable.Range(0, expected.Values.Length), i => Assert.Equal(expected.Values[i], actual.Values[i], 1e-5f));
            Assert.Equal(expected.Summary.FinalTestAccuracy, actual.Summary.FinalTestAccuracy, 1e-9);
            Assert.Equal(expected.Summary.FinalTestLoss, actual.Summary.FinalTestLoss, 1e-5);
            Assert.Equal(expected.Summary.Points[^1].TrainLoss!.Value, actual.Summary.Points[^1].TrainLoss!.Value, 1e-5);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("flip-crop")]
    public void Run_ConvolutionsAndDropout_EqualTheWayOfTheCpu(string augmentation)
    {
        using var cases = new TrainingCases(augmentation);
        using var expected = TrainingLoop.Run(cases.Job(TrainingCases.Sgd, mask: TrainingCases.HalfMask), new RecordingObserver(), rule: null, TestContext.Current.CancellationToken);
        using var forced = DeviceRoute.ForceAccelerator();
        using var there = new TrainingCases(augmentation);
        Assert.False(there.Data.IsGatheredInPlace);
        using var actual = TrainingLoop.Run(there.Job(TrainingCases.Sgd, mask: TrainingCases.HalfMask), new RecordingObserver(), rule: null, TestContext.Current.CancellationToken);
        Assert.All(TrainingCases.Bits(expected.Final).Zip(TrainingCases.Bits(actual.Final)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static (float[] Values, TrainingSummary Summary) Run(TrainStep step)
    {
        using var data = Images(step);
        using var start = Start(step);
        var job = Job(step, data, start);
        using var rule = step.Rule?.Create(job);
        using var outcome = TrainingLoop.Run(job, new RecordingObserver(), rule, TestContext.Current.CancellationToken);
        return (TrainingCases.Bits(outcome.Final), outcome.Summary);
    }

    private static IEnumerable<TrainStep> Trainings(string method) =>
        TinySpec.Plan(TinySpec.Read(method)).Steps.OfType<TrainStep>().DistinctBy(step => (step.Rule?.ToJson().ToJsonString(), step.Inputs.Count));

    private static TensorDataset Images(TrainStep step)
    {
        var spec = step.Settings.Dataset.Dataset;
        var source = ComponentCatalog.Default.Find<IDatasetSource>(spec.Name);
        return new TensorDataset(source.Load(spec.Options, new DatasetFolder([]), TestContext.Current.CancellationToken), spec.OptionsAs<DatasetOptions>(), torch.CPU);
    }

    private static NetworkState Start(TrainStep step) =>
        Initializer.Draw(step.Settings.Definition, step.Settings.Network.Architecture.OptionsAs<ArchitectureOptions>(), 3);

    private static TrainingJob Job(TrainStep step, TensorDataset data, NetworkState start) => new()
    {
        Network = step.Settings.Definition,
        Start = start,
        Mask = step.Inputs.Count == 1 ? null : new MaskSet(step.Settings.Definition.Parameters
            .Where(parameter => parameter.IsWeight)
            .Select(parameter => KeyValuePair.Create(parameter.Name, BitMask.From(parameter.Count, i => i * 7 % 13 < 4)))),
        Data = data,
        Recipe = step.Settings.Recipe,
        From = 0,
        To = Batches,
        Schedule = new ConstantSchedule().Resolve(new ConstantOptions(), 2e-3, 8, Batches),
        NoiseSeed = 5,
    };
}
