using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Runtime;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>w x (H g), signed: how the norm of the gradient changes with each weight.</summary>
internal static class GraspScores
{
    // The reference adds it to the sum before it divides.
    private const double Least = 1e-10;

    public static ScoreSet Of(CriterionInput input, double temperature)
    {
        using var weights = new EffectiveWeights(input, isAbsolute: false, input.IsTraining);
        using var scope = NewDisposeScope();
        var gradient = weights.Zeros();
        ScorePass.Accumulate(input, pass: 2 * input.Iteration, gradient, batch => Gradients.Of(weights.Loss(batch, temperature), weights.Leaves));
        weights.Mask(gradient);

        var product = weights.Zeros();
        ScorePass.Accumulate(input, pass: (2 * input.Iteration) + 1, product, batch =>
        {
            var gradients = Gradients.Of(weights.Loss(batch, temperature), weights.Leaves, isDifferentiable: true);
            var inner = zeros([], dtype: ScalarType.Float64, device: gradient[0].device);
            for (var i = 0; i < gradient.Length; i++)
            {
                inner = inner.add(gradient[i].mul(gradients[i]).sum());
            }

            return Gradients.Of(inner, weights.Leaves);
        });

        var scores = weights.Times(product, isMasked: true, isAbsolute: false);
        var total = Math.Abs(scores.Sum) + Least;
        return scores.Map(score => score / total);
    }
}
