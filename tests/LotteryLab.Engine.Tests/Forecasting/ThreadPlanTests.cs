using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Forecasting;

public sealed class ThreadPlanTests
{
    private static readonly ExperimentPlan Plan = Planner.Plan(
        PresetCatalog.Default.Find("first-ticket").Spec,
        new PlanContext(ComponentCatalog.Default, DataFolders.Default(), "libtorch-0/cpu"));

    [Fact]
    public void Choose_UnlessAsked_GivesEachCoreALaneOfOneThread() =>
        Assert.Equal("2 side by side, 1 thread each (one a core: lanes of one thread do as much together as one lane with the threads of all, or more)", ThreadPlan.Choose(Plan, null, 1, isGpu: false, 2).ToString());

    [Fact]
    public void Choose_WithMoreCoresThanChains_SaysSo()
    {
        var chosen = ThreadPlan.Choose(Plan, null, 1, isGpu: false, 1000);

        Assert.InRange(chosen.Lanes, 1, 999);
        Assert.Equal("the plan has no more independent chains for the 1000 cores", chosen.Reason);
    }

    [Fact]
    public void Choose_WhatWasAskedFor_IsTaken() =>
        Assert.Equal("3 side by side, 2 threads each (as asked for)", ThreadPlan.Choose(Plan, 3, 2, isGpu: false, 2).ToString());

    [Fact]
    public void Choose_OnAGpu_IsOneLane() => Assert.Equal((1, "a GPU works on one step at a time"), (ThreadPlan.Choose(Plan, null, 1, isGpu: true, 8).Lanes, ThreadPlan.Choose(Plan, null, 1, isGpu: true, 8).Reason));
}
