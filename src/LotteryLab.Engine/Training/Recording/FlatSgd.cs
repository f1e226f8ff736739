using LotteryLab.Engine.Training.Optimizers;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary><see cref="Sgd"/> over all parameters at once. Its number of a step: minus the learning rate.</summary>
internal sealed class FlatSgd(SgdOptions options, FlatParameters parameters)
    : FlatOptimizer(parameters, new DecayRule(options.WeightDecayRule), options.Momentum == 0 ? [] : ["momentum"])
{
    internal override int NumberCount => 1;

    internal override void Write(Span<float> numbers, long step, double learningRate) => numbers[0] = (float)-learningRate;

    protected override void Update(Tensor gradient, Tensor numbers)
    {
        var step = WithDecay(gradient, options.WeightDecay);
        if (State.Length > 0)
        {
            var momentum = State[0];
            momentum.mul_(options.Momentum).add_(step);
            step = options.Nesterov ? step.add(momentum, alpha: options.Momentum) : momentum;
        }

        Parameters.Values.addcmul_(step, numbers, 1);
    }
}
