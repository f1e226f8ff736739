using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>The update that <see cref="Adam"/> and <see cref="AdamW"/> share.</summary>
internal sealed class AdamOptimizer(AdamOptions options, bool isDecoupled, IReadOnlyList<OptimizedParameter> parameters)
    : ElementwiseOptimizer(parameters, new DecayRule(options.WeightDecayRule), ["first-moment", "second-moment"])
{
    private readonly AdamOptions options = options;

    protected override void UpdateFused(OptimizerSlot slot, ReadOnlySpan<float> gradient, double learningRate)
    {
        var decay = slot.Decays ? options.WeightDecay : 0;
        var update = new FusedAdam
        {
            Beta1 = (float)options.Beta1,
            Beta2 = (float)options.Beta2,
            Gain1 = (float)(1 - options.Beta1),
            Gain2 = (float)(1 - options.Beta2),
            RootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, slot.Steps))),
            Epsilon = (float)options.Epsilon,
            NegativeStep = (float)(-learningRate / (1 - Math.Pow(options.Beta1, slot.Steps))),
            CoupledDecay = isDecoupled ? 0 : (float)decay,
            Shrink = isDecoupled ? (float)(1 - (learningRate * decay)) : 1,
            Mask = slot.Mask is null ? [] : slot.Mask.Words,
        };
        update.Run(OptimizerSlot.Floats(slot.Value), gradient, OptimizerSlot.Floats(slot.State[0]), OptimizerSlot.Floats(slot.State[1]), Vectors);
    }

    protected override void UpdateTensors(OptimizerSlot slot, Tensor gradient, double learningRate)
    {
        var decay = slot.Decays ? options.WeightDecay : 0;
        if (isDecoupled && decay != 0)
        {
            slot.Value.mul_(1 - (learningRate * decay));
        }

        var step = !isDecoupled && decay != 0 ? gradient.add(slot.Value, alpha: decay) : gradient;
        var (first, second) = (slot.State[0], slot.State[1]);
        first.mul_(options.Beta1).add_(step, alpha: 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(step, step, 1 - options.Beta2);
        var denominator = second.sqrt().div_(Math.Sqrt(1 - Math.Pow(options.Beta2, slot.Steps))).add_(options.Epsilon);
        slot.Value.addcdiv_(first, denominator, -learningRate / (1 - Math.Pow(options.Beta1, slot.Steps)));
    }
}
