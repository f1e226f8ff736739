using LotteryLab.Engine.Training.Optimizers;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// <see cref="Adam"/> and <see cref="AdamW"/> over all parameters at once. Their numbers of a step: the root of the second moment's correction,
/// minus the learning rate over the first moment's, and what decoupled decay leaves of a weight.
/// </summary>
internal sealed class FlatAdam(AdamOptions options, bool isDecoupled, FlatParameters parameters)
    : FlatOptimizer(parameters, new DecayRule(options.WeightDecayRule), ["first-moment", "second-moment"])
{
    internal override int NumberCount => 3;

    internal override void Write(Span<float> numbers, long step, double learningRate)
    {
        numbers[0] = (float)Math.Sqrt(1 - Math.Pow(options.Beta2, step));
        numbers[1] = (float)(-learningRate / (1 - Math.Pow(options.Beta1, step)));
        numbers[2] = (float)(1 - (learningRate * options.WeightDecay));
    }

    protected override void Update(Tensor gradient, Tensor numbers)
    {
        var values = Parameters.Values;
        if (isDecoupled && options.WeightDecay != 0)
        {
            var kept = numbers.narrow(0, 2, 1);
            values.mul_(Decaying is null ? kept : where(Decaying, kept, ones_like(kept)));
        }

        var step = isDecoupled ? gradient : WithDecay(gradient, options.WeightDecay);
        var (first, second) = (State[0], State[1]);
        first.mul_(options.Beta1).add_(step, alpha: 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(step, step, 1 - options.Beta2);
        var denominator = second.sqrt().div_(numbers.narrow(0, 0, 1)).add_(options.Epsilon);
        values.add_(first.mul(numbers.narrow(0, 1, 1)).div_(denominator));
    }
}
