using System.Collections.Concurrent;
using System.Text;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Steps;

public sealed class PlanRunnerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_Diamond_DoesEachStepOnceAfterItsInputs(int lanes)
    {
        using var folder = new TemporaryFolder();
        var top = new FakeStep("top");
        var left = new FakeStep("left", top);
        var right = new FakeStep("right", top);
        var bottom = new FakeStep("bottom", left, right);
        var laboratory = new Laboratory(folder.Path);

        var outcome = await Run(laboratory, [top, left, right, bottom], lanes);

        Assert.True(outcome.IsComplete);
        Assert.Equal(4, outcome.Done);
        Assert.Equal("bottom(left(top()),right(top()))", Text(laboratory, bottom));
        Assert.All([top, left, right, bottom], step => Assert.Equal(1, step.Executions));
    }

    [Fact]
    public async Task Run_Again_ReusesEverything()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var first = new FakeStep("a");
        await Run(laboratory, [first], 1);
        var again = new FakeStep("a");
        var outcome = await Run(laboratory, [again], 1);
        Assert.Equal((0, 1), (outcome.Done, outcome.Reused));
        Assert.Equal(0, again.Executions);
    }

    [Fact]
    public async Task Run_FailingStep_BlocksOnlyWhatBuildsOnIt()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var bad = new FakeStep("bad") { Before = _ => throw new LotteryLabException("test.bad", "It cannot be.", "Do not try.") };
        var child = new FakeStep("child", bad);
        var other = new FakeStep("other");
        var outcome = await Run(laboratory, [bad, child, other], 2);
        Assert.False(outcome.IsComplete);
        Assert.Equal("test.bad", Assert.Single(outcome.Failures).Reason.Code);
        Assert.Equal((1, 1), (outcome.Blocked, outcome.Done));
        Assert.Equal(1, bad.Executions);
        Assert.Equal("failed", (string)new JournalReader(laboratory.JournalOf(bad.Key)).ReadNew()[^1]["type"]!);
    }

    [Fact]
    public async Task Run_UnexpectedError_IsTriedThreeTimes()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var attempts = 0;
        var flaky = new FakeStep("flaky") { Before = _ => { if (++attempts < 3) { throw new InvalidOperationException("native trouble"); } } };
        Assert.True((await Run(laboratory, [flaky], 1)).IsComplete);
        Assert.Equal(3, attempts);

        var broken = new FakeStep("broken") { Before = _ => throw new InvalidOperationException("native trouble") };
        var outcome = await Run(laboratory, [broken], 1);
        Assert.Equal(3, broken.Executions);
        Assert.Contains("native trouble", Assert.Single(outcome.Failures).Reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shapes", "step.torch", "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)")]
    [InlineData("graph", "step.torch", "Trying to backward through the graph a second time")]
    [InlineData("memory", "step.out-of-memory", "can't allocate memory")]
    public async Task Run_StepThatLibTorchRefuses_FailsWithItsFirstLineAndTheRestGoesOn(string mistake, string code, string said)
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var bad = new FakeStep("bad") { Before = _ => Provoke(mistake) };
        var child = new FakeStep("child", bad);
        var other = new FakeStep("other");
        var outcome = await Run(laboratory, [bad, child, other], 1);
        var reason = Assert.Single(outcome.Failures).Reason;
        Assert.Equal(code, reason.Code);
        Assert.Contains(said, reason.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason.Problem);
        Assert.Equal((1, 1), (outcome.Blocked, outcome.Done));
        Assert.Equal(1, bad.Executions);
    }

    [Fact]
    public async Task Run_DamagedInput_IsComputedAnew()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var top = new FakeStep("top");
        await Run(laboratory, [top], 1);
        File.WriteAllText(laboratory.Store.Find(top.Key)!.PathOf("text.txt"), "damage");
        var bottom = new FakeStep("bottom", top);
        var outcome = await Run(laboratory, [top, bottom], 2);
        Assert.True(outcome.IsComplete);
        Assert.Equal("bottom(top())", Text(laboratory, bottom));
    }

    [Fact]
    public async Task Run_Cancelled_KeepsFinishedStepsAndGoesOnLater()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        using var stop = new CancellationTokenSource();
        var first = new FakeStep("first");
        var second = new FakeStep("second", first)
        {
            Before = context =>
            {
                stop.Cancel();
                context.Cancellation.ThrowIfCancellationRequested();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunUntil(laboratory, [first, second], 2, stop.Token));
        Assert.True(laboratory.Store.Contains(first.Key));
        Assert.False(laboratory.Store.Contains(second.Key));

        var again = new FakeStep("second", first);
        Assert.True((await Run(laboratory, [first, again], 2)).IsComplete);
    }

    [Fact]
    public async Task Run_SupervisedStepThatKilledItsProcessThreeTimes_IsRefusedWithReason()
    {
        using var folder = new TemporaryFolder();
        var laboratory = new Laboratory(folder.Path);
        var step = new FakeStep("killer");
        using (var journal = new JournalWriter(laboratory.JournalOf(step.Key)))
        {
            for (var i = 0; i < 3; i++)
            {
                journal.Append("started");
            }
        }

        var refused = await Run(laboratory, [step], 1, maximumCrashes: 3);
        Assert.Equal("step.crashed", Assert.Single(refused.Failures).Reason.Code);
        var byHand = await Run(laboratory, [step], 1);
        Assert.True(byHand.IsComplete);
    }

    [Fact]
    public void Key_EqualWork_HasEqualKeysAndAnyDifferenceChangesThem()
    {
        var a = new FakeStep("a");
        Assert.Equal(new FakeStep("b", a).Key, new FakeStep("b", new FakeStep("a")).Key);
        Assert.NotEqual(new FakeStep("b", a).Key, new FakeStep("c", a).Key);
        Assert.NotEqual(new FakeStep("b", a).Key, new FakeStep("b").Key);
        Assert.NotEqual(a.Key, new FakeStep("a") { Numerics = "other" }.Key);
    }

    private static void Provoke(string mistake)
    {
        using var scope = torch.NewDisposeScope();
        switch (mistake)
        {
            case "shapes":
                torch.rand(2, 3).mm(torch.rand(2, 3));
                break;
            case "graph":
                var weight = torch.rand(3).requires_grad_();
                var value = weight.square().sum();
                Gradients.Of(value, [weight]);
                Gradients.Of(value, [weight]);
                break;
            default:
                torch.zeros(1L << 46);
                break;
        }
    }

    private static string Text(Laboratory laboratory, Step step) => Encoding.UTF8.GetString(laboratory.Store.Find(step.Key)!.Read("text.txt"));

    private static Task<PlanOutcome> Run(Laboratory laboratory, IReadOnlyList<Step> steps, int lanes, int maximumCrashes = 0) =>
        RunUntil(laboratory, steps, lanes, TestContext.Current.CancellationToken, maximumCrashes);

    private static Task<PlanOutcome> RunUntil(Laboratory laboratory, IReadOnlyList<Step> steps, int lanes, CancellationToken cancellation, int maximumCrashes = 0) =>
        PlanRunner.RunAsync(
            steps,
            laboratory,
            new StepEnvironment
            {
                Catalog = ComponentCatalog.Default,
                Device = torch.CPU,
                DataFolder = new DatasetFolder([]),
                Datasets = new DatasetCache(),
                MaximumCrashes = maximumCrashes,
            },
            lanes,
            new Recorder(),
            cancellation);

    private sealed class Recorder : IPlanObserver
    {
        private readonly ConcurrentQueue<(Step, StepState)> states = new();

        public void OnState(Step step, StepState state, LotteryLabException? reason) => states.Enqueue((step, state));

        public void OnIteration(Step step, long iteration)
        {
        }
    }
}
