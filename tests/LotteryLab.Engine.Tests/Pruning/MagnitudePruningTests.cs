using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Pruning;

namespace LotteryLab.Engine.Tests.Pruning;

public sealed class MagnitudePruningTests
{
    [Fact]
    public void Layerwise_DistinctMagnitudes_RemovesOneMoreThanAsked()
    {
        var outcome = Prune(PruningRule.Layerwise, 0.5, Tensor("a", 1, -2, 3, -4));
        Assert.Equal([0f, 0f, 0f, 1f], outcome.Masks["a"].ToFloats());
        Assert.Equal(2, outcome.NominalQuota);
        Assert.Equal(3, outcome.Tensors[0].Threshold);
    }

    [Theory]
    [InlineData(0.25, 2, 0)] // 0.5 rounds to the even 0
    [InlineData(0.25, 6, 2)] // 1.5 rounds to the even 2
    [InlineData(0.5, 5, 2)] // 2.5 rounds to the even 2
    public void Layerwise_HalfQuota_RoundsToEven(double rate, int weights, long quota) =>
        Assert.Equal(quota, Prune(PruningRule.Layerwise, rate, Tensor("a", [.. Enumerable.Range(1, weights).Select(i => (float)i)])).NominalQuota);

    [Fact]
    public void Layerwise_LastWeight_IsRemovedWithAWarning()
    {
        var outcome = Prune(PruningRule.Layerwise, 0.2, Tensor("a", 5));
        Assert.Equal(0, outcome.Kept);
        Assert.Contains(outcome.Warnings, warning => warning.Code == "tensor-emptied");

        var next = MagnitudePruning.Prune(new PruningRequest(PruningRule.Layerwise, [Tensor("a", 5) with { Mask = outcome.Masks["a"] }]) { Rate = 0.2 });
        Assert.Equal(0, next.Kept);
        Assert.Contains(next.Warnings, warning => warning.Code == "tensor-empty");
    }

    [Fact]
    public void SparseGlobal_IgnoredTensor_CountsInQuotaButStaysWhole()
    {
        var outcome = Prune(PruningRule.SparseGlobal, 0.25, Tensor("a", 1, 2, 3, 4), Tensor("b", 0.1f, 0.2f, 0.3f, 0.4f) with { IsIgnored = true });
        Assert.Equal(2, outcome.NominalQuota);
        Assert.Equal([0f, 0f, 0f, 1f], outcome.Masks["a"].ToFloats());
        Assert.Equal(4, outcome.Masks["b"].Kept);
    }

    [Theory]
    [InlineData(PruningRule.SparseGlobal, 0.5, "4 of the 8 weights that are left are asked to go (the rule removes one more), but only 4 of them", "0.375")]
    [InlineData(PruningRule.ExactK, 0.7, "6 of the 8 weights that are left are asked to go, but only 4 of them", "0.5")]
    public void GlobalRule_QuotaLargerThanWhatMayGo_IsRefusedWithTheLargestRate(PruningRule rule, double rate, string problem, string largest)
    {
        PruningTensor[] tensors = [Tensor("a", 1, 2, 3, 4), Tensor("b", 1, 1, 1, 1) with { IsIgnored = true }];
        var refusal = Assert.Throws<LotteryLabException>(() => Prune(rule, rate, tensors));
        Assert.Equal("pruning.quota", refusal.Code);
        Assert.Contains(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.Contains($"The largest rate that works here is {largest}:", refusal.Fix, StringComparison.Ordinal);

        // That rate empties what may be pruned and leaves the rest.
        Assert.Equal([0, 4], Prune(rule, double.Parse(largest, System.Globalization.CultureInfo.InvariantCulture), tensors).Tensors.Select(tensor => tensor.Kept));
    }

    [Fact]
    public void ExactK_DensityBelowWhatIsIgnored_IsRefused()
    {
        PruningTensor[] tensors = [Tensor("a", 1, 2), Tensor("b", 1, 1, 1, 1, 1, 1) with { IsIgnored = true }];
        var refusal = Assert.Throws<LotteryLabException>(() => MagnitudePruning.Prune(new PruningRequest(PruningRule.ExactK, tensors) { TargetDensity = 0.5 }));
        Assert.Equal("pruning.quota", refusal.Code);
    }

    [Fact]
    public void Layerwise_RateThatTakesEverything_EmptiesTheTensorWithAWarning()
    {
        var outcome = Prune(PruningRule.Layerwise, 0.9, Tensor("a", 1, 2));
        Assert.Equal(0, outcome.Kept);
        Assert.Contains(outcome.Warnings, warning => warning.Code == "tensor-emptied");
    }

    [Fact]
    public void SparseGlobal_Ties_AllGoAndAreExplained()
    {
        var outcome = Prune(PruningRule.SparseGlobal, 0.1, Tensor("a", 1, 1, 1, 1, 1, 1, 1, 1, 1, 2));
        Assert.Equal(1, outcome.Kept);
        Assert.Contains(outcome.Warnings, warning => warning.Code == "ties");
    }

    [Fact]
    public void SparseGlobal_ProductJustAboveAWholeNumber_RoundsUpAsTheReferenceDoes() =>
        Assert.Equal(8, Prune(PruningRule.SparseGlobal, 0.07, Tensor("a", [.. Enumerable.Range(1, 100).Select(i => (float)i)])).NominalQuota);

    [Fact]
    public void ToGlobalDensity_TiesAtTheThreshold_Survive()
    {
        var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.ToGlobalDensity, [Tensor("a", 1, 2, 2, 2, 3)]) { TargetDensity = 0.5 });
        Assert.Equal(2, outcome.Threshold);
        Assert.Equal([0f, 1f, 1f, 1f, 1f], outcome.Masks["a"].ToFloats());
    }

    [Fact]
    public void ToGlobalDensity_AboveWhatIsLeft_RemovesNothingAndRestoresNothing()
    {
        var tensor = Tensor("a", 1, 2, 3, 4) with { Mask = BitMask.FromFloats([0, 0, 0, 1]) };
        var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.ToGlobalDensity, [tensor]) { TargetDensity = 0.9 });
        Assert.Equal(tensor.Mask, outcome.Masks["a"]);
    }

    [Fact]
    public void ExactK_Ties_GoInTensorOrderThenByIndex()
    {
        var outcome = Prune(PruningRule.ExactK, 0.5, Tensor("a", 1, 2, 1), Tensor("b", 1, 1, 0.5f));
        Assert.Equal([0f, 1f, 0f], outcome.Masks["a"].ToFloats());
        Assert.Equal([1f, 1f, 0f], outcome.Masks["b"].ToFloats());
    }

    [Fact]
    public void ExactK_PerLayer_UsesEachRate()
    {
        var outcome = MagnitudePruning.Prune(new PruningRequest(PruningRule.ExactK, [Tensor("a", 1, 2, 3, 4), Tensor("b", 1, 2, 3, 4) with { Rate = 0.75 }]) { Rate = 0.5, Scope = PruningScope.Layer });
        Assert.Equal([2, 1], outcome.Tensors.Select(tensor => tensor.Kept));
    }

    [Fact]
    public void MaskedWeight_NeverComesBack()
    {
        var tensor = Tensor("a", 100, 1, 2, 3) with { Mask = BitMask.FromFloats([0, 1, 1, 1]) };
        foreach (var rule in Enum.GetValues<PruningRule>())
        {
            Assert.False(MagnitudePruning.Prune(new PruningRequest(rule, [tensor]) { Rate = 0.2, TargetDensity = 0.5 }).Masks["a"][0]);
        }
    }

    [Fact]
    public void NaN_IsRefusedByName()
    {
        var exception = Assert.Throws<LotteryLabException>(() => Prune(PruningRule.SparseGlobal, 0.2, Tensor("a", 1, float.NaN)));
        Assert.Equal("pruning.nan", exception.Code);
        Assert.Contains("'a'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Rate_OutsideZeroToOne_IsRefused(double rate) =>
        Assert.Equal("pruning.request", Assert.Throws<LotteryLabException>(() => Prune(PruningRule.SparseGlobal, rate, Tensor("a", 1))).Code);

    [Fact]
    public void NoTensors_GiveNoMasks()
    {
        foreach (var rule in Enum.GetValues<PruningRule>())
        {
            Assert.Empty(MagnitudePruning.Prune(new PruningRequest(rule, []) { Rate = 0.2, TargetDensity = 0.5 }).Masks.Entries);
        }
    }

    internal static PruningTensor Tensor(string name, params float[] values) => new(name, values, BitMask.Full(values.Length));

    private static PruningOutcome Prune(PruningRule rule, double rate, params PruningTensor[] tensors) =>
        MagnitudePruning.Prune(new PruningRequest(rule, tensors) { Rate = rate });
}
