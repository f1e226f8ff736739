using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Planning;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Tests;

public sealed class ResultTextTests
{
    [Fact]
    public void Verdict_ThreeRuns_NamesTheLastMatchAndTheFirstMiss()
    {
        ResultRow[] rows =
        [
            Row("ticket", 0, 1, 0.98), Row("ticket", 1, 0.5, 0.985), Row("ticket", 2, 0.036, 0.98), Row("ticket", 3, 0.01, 0.95),
            Row("random-reinit", 1, 0.5, 0.98), Row("random-reinit", 2, 0.41, 0.97),
        ];
        var sentences = Verdict.Sentences(rows, Verdict.DefaultTolerance);
        Assert.StartsWith("Tickets match the dense network down to 3.6% of weights", sentences[0], StringComparison.Ordinal);
        Assert.Contains("fall below it at 41% (\u22121.00 pp)", sentences[1], StringComparison.Ordinal);
        Assert.Contains("n = 3", sentences[2], StringComparison.Ordinal);
    }

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

    private static ResultRow Row(string branch, int round, double density, double accuracy) => new()
    {
        Branch = Branch.Parse(branch),
        Round = round,
        Density = Three(density),
        TestAccuracyAtEarlyStop = Three(accuracy),
        FinalTestAccuracy = Three(accuracy),
        FinalTrainAccuracy = Three(accuracy),
        EarlyStopIteration = Three(1000),
    };

    private static Spread Three(double value) => new(3, value, value, value, 0);
}
