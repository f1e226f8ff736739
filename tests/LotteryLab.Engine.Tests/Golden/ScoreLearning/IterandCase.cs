using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.ScoreLearning;

/// <summary>Masks from signed scores, and weights drawn afresh where the mask drops them.</summary>
public sealed class IterandCase : IGoldenCase
{
    // A share of draws that is further from its chance than this, in standard deviations, is not drawn by that chance.
    private const double LargestDeviation = 5;

    public IReadOnlyList<string> Methods => ["iterand"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("rows");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoNetwork();
        using var scope = torch.NewDisposeScope();
        var (drawn, chosen) = (0, 0);
        foreach (var row in golden.Expected["rows"].Items())
        {
            var shape = row["shape"].Wholes();
            var (scores, before, fresh, bernoulli) = (row["scores"].Tensor(shape), row["weight_before"].Tensor(shape), row["fresh_weight"].Tensor(shape), row["bernoulli"].Mask(shape));
            var weight = new ParameterDefinition("layer.weight", shape, shape.Length == 2 ? ParameterRole.LinearWeight : ParameterRole.ConvolutionWeight, IsShortcut: false, IsOutput: false);
            var layer = new ScoredLayer(weight, before.ToTensor(), scores.ToTensor());
            using var learner = new IterandLearner([layer], 1 - row["sparsity"].Number(), interval: 300, (_, _) => (torch.tensor(bernoulli.ToFloats(), shape).ne(0), fresh.ToTensor()));
            learner.Settle();
            row["mask"].Equal(layer.Bits(), shape);
            row["kept"].Equal(layer.Bits().Kept);
            learner.BeforeForward(298);
            GoldenAssert.Close(before, layer.Weight, 0, row["weight_before"].Path);
            learner.BeforeForward(299);
            row["weight_after"].Close(layer.Weight, golden.Tolerance);
            GoldenAssert.Close(scores, layer.Score, 0, row["scores"].Path);

            var mask = layer.Bits();
            row["bernoulli"]["values"].Declare("a weight inside the mask stays, whatever is drawn", i => mask[i]);
            row["fresh_weight"]["values"].Declare("a draw that replaces nothing", i => mask[i] || !bernoulli[i]);
            row["weight_before"]["values"].Declare("a weight that is replaced", i => !mask[i] && bernoulli[i]);
            (drawn, chosen) = (drawn + before.Values.Length, chosen + (int)bernoulli.Kept);
        }

        var chance = golden.Params["bernoulli_probability"].Declare("the draws are given; their chance can only be plausible").Number();
        GoldenCase.Require(chance is >= 0 and <= 1 && Math.Abs(chosen - (chance * drawn)) <= LargestDeviation * Math.Sqrt(Math.Max(1, drawn * chance * (1 - chance))), $"params.bernoulli_probability: {chosen} of {drawn} are not drawn by a chance of {chance}");
    }
}
