using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Masks from signed scores, and weights drawn afresh where the mask drops them.</summary>
public sealed class IterandCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "iterand";

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            GoldenTensor Read(string name) => GoldenTensor.Read(row.GetProperty(name));
            long[] shape = [.. row.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            var weight = new ParameterDefinition("layer.weight", shape, shape.Length == 2 ? ParameterRole.LinearWeight : ParameterRole.ConvolutionWeight, IsShortcut: false, IsOutput: false);
            var layer = new ScoredLayer(weight, Read("weight_before").ToTensor(), Read("scores").ToTensor());
            using var learner = new IterandLearner([layer], 1 - row.GetProperty("sparsity").GetDouble(), interval: 300, (_, _) => (Read("bernoulli").ToTensor().ne(0), Read("fresh_weight").ToTensor()));
            learner.Settle();
            Assert.Equal(Read("mask").Mask, layer.Bits());
            Assert.Equal(row.GetProperty("kept").GetInt64(), layer.Bits().Kept);
            learner.BeforeForward(298);
            GoldenAssert.Close(Read("weight_before"), layer.Weight, golden.Tolerance, "weights before");
            learner.BeforeForward(299);
            GoldenAssert.Close(Read("weight_after"), layer.Weight, golden.Tolerance, "weights after");
            GoldenAssert.Close(Read("scores"), layer.Score, 0, "scores");
        }
    }
}
