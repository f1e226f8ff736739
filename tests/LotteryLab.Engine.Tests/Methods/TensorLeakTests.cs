using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Tests.Planning;
using LotteryLab.Engine.Tests.Steps;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Methods;

/// <summary>Every method, from its first step to its last, leaves no tensor behind on the thread that runs it.</summary>
public sealed class TensorLeakTests
{
    private const int Iterations = 300;

    // Rounds are alike: the first two show what each leaves behind.
    private static readonly Dictionary<string, string> Shortened = new(StringComparer.Ordinal)
    {
        ["imp"] = """{"name":"imp","rounds":2}""",
        ["shelf"] = """{"name":"shelf","methods":["static-sparse","rigl"]}""",
    };

    public static TheoryData<string> Names => [.. ComponentCatalog.Default.Of<IPruningMethod>().Select(method => method.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_EveryMethod_HoldsAsManyTensorsLateAsEarly(string name)
    {
        using var folder = new TemporaryFolder();
        var spec = TinySpec.Read(Shortened.GetValueOrDefault(name, $$"""{"name":"{{name}}"}"""));
        spec = spec with { Training = spec.Training with { Length = TrainingLength.FromIterations(Iterations), EvaluateEvery = TrainingLength.FromIterations(Iterations / 6) } };
        torch.set_num_threads(1);
        using var datasets = new DatasetCache();
        var watch = new Watch();
        var environment = new StepEnvironment
        {
            Catalog = ComponentCatalog.Default,
            Device = torch.CPU,
            DataFolder = new DatasetFolder([]),
            Datasets = datasets,
            CheckpointInterval = TimeSpan.MaxValue,
            Time = watch,
            OnIteration = (step, _) => watch.Count(step),
        };
        var runner = new StepRunner(new Laboratory(folder.Path), environment);
        var left = new List<long>();
        foreach (var step in TinySpec.Plan(spec).Steps)
        {
            runner.Run(step, TestContext.Current.CancellationToken);
            left.Add(watch.Trainings.Count == 0 ? 0 : DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        // The first training opens the data set, which stays.
        Assert.Single(left.Where(count => count != 0).Distinct());
        Assert.NotEmpty(watch.Trainings);
        Assert.All(watch.Trainings.Values, counts =>
        {
            Assert.InRange(counts.Count, Iterations / 2, int.MaxValue);
            Assert.Equal(counts[20..(counts.Count / 2)].Max(), counts[(counts.Count / 2)..].Max());
        });
    }

    /// <summary>A clock on which every look is a second later, so that each iteration is reported; and the tensors alive on the training's thread at each.</summary>
    private sealed class Watch : TimeProvider
    {
        private long looks;

        public Dictionary<StepKey, List<long>> Trainings { get; } = [];

        public override long GetTimestamp() => Interlocked.Increment(ref looks) * TimestampFrequency;

        public void Count(StepKey step)
        {
            if (!Trainings.TryGetValue(step, out var counts))
            {
                Trainings.Add(step, counts = []);
            }

            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }
}
