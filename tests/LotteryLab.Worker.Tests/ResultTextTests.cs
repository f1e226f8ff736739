using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Tests;

public sealed class ResultTextTests
{
    [Fact]
    public void ResultTable_WhatWasComputed_IsAColumnWhereItIsKnown()
    {
        var dense = Round(0, 1, null);
        Assert.DoesNotContain("computed", ResultTable.Write(new ExperimentResults("x", "h", [dense], 1, []), 0.001), StringComparison.Ordinal);
        var text = ResultTable.Write(new ExperimentResults("x", "h", [dense, Round(1, 0.036, 0.0412)], 2, []), 0.001);
        Assert.Contains("computed\n", text, StringComparison.Ordinal);
        Assert.Contains("4.12%\n", text, StringComparison.Ordinal);
        Assert.EndsWith("computed 4.12% of the dense multiply-adds", ResultTable.Line(Round(1, 0.036, 0.0412)), StringComparison.Ordinal);
    }

    private static RoundResult Round(int round, double density, double? computed) => new()
    {
        Replicate = 0,
        Branch = Branch.Parse("ticket"),
        Draw = 0,
        Round = round,
        Prunable = 1000,
        Kept = (long)(1000 * density),
        Tensors = [],
        EarlyStopIteration = 10,
        TestAccuracyAtEarlyStop = 0.9,
        FinalTestAccuracy = 0.9,
        FinalTrainAccuracy = 0.9,
        ComputedShare = computed,
        TrainingKey = "t",
        StartKey = "s",
        MaskKey = null,
    };
}
