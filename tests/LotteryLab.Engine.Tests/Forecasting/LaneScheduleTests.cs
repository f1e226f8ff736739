using System.Text.Json.Nodes;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Steps;

namespace LotteryLab.Engine.Tests.Forecasting;

public sealed class LaneScheduleTests
{
    [Fact]
    public void Seconds_OfAChain_IsItsSumHoweverManyLanes()
    {
        var first = new Work("a", 2);
        var second = new Work("b", 3, first);
        Assert.Equal(5, LaneSchedule.Seconds([first, second], Own, 4));
    }

    [Fact]
    public void Seconds_OfIndependentSteps_IsSharedByTheLanes()
    {
        Work[] steps = [new("a", 2), new("b", 2), new("c", 2), new("d", 2)];
        Assert.Equal(8, LaneSchedule.Seconds(steps, Own, 1));
        Assert.Equal(4, LaneSchedule.Seconds(steps, Own, 2));
    }

    [Fact]
    public void Seconds_OfUnevenBranches_WaitsForTheLongest()
    {
        var root = new Work("root", 1);
        Assert.Equal(7, LaneSchedule.Seconds([root, new Work("long", 6, root), new Work("short", 2, root), new Work("other", 2, root)], Own, 2));
    }

    [Fact]
    public void Seconds_WithInputsThatAreDone_StartsAtOnce() =>
        Assert.Equal(3, LaneSchedule.Seconds([new Work("b", 3, new Work("done", 100))], Own, 1));

    [Fact]
    public void Seconds_OfNothing_IsZero() => Assert.Equal(0, LaneSchedule.Seconds([], Own, 2));

    private static double Own(Step step) => ((Work)step).Seconds;

    private sealed class Work : Step
    {
        private readonly string name;

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Work(string name, double seconds, params Step[] inputs)
            : base(inputs.Select((input, i) => new StepInput($"input-{i}", input)))
        {
            this.name = name;
            Seconds = seconds;
            Numerics = "none";
        }

        public double Seconds { get; }

        public override string Kind => "work";

        public override int Version => 1;

        public override JsonObject Parameters => new() { ["name"] = name };

        public override void Execute(StepContext context) => throw new NotSupportedException();
    }
}
