using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Batch normalisation over channels (of images or of features) with running statistics.</summary>
public sealed record BatchNormLayer(string Name, int Channels, bool IsAffine = true, double Epsilon = 1e-5, double Momentum = 0.1) : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => UnitFlow.Scaled;

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk) => Channels == input.Channels
        ? input
        : throw ShapeRules.Misfit($"batch norm '{Name}'", $"expects {Channels} channels but is given {input}", "Make its channels those of the layer before it.");

    internal override void Declare(TensorList tensors)
    {
        if (IsAffine)
        {
            tensors.Add($"{Name}.weight", [Channels], ParameterRole.NormScale);
            tensors.Add($"{Name}.bias", [Channels], ParameterRole.NormShift);
        }

        tensors.Add($"{Name}.running_mean", [Channels], ParameterRole.RunningMean);
        tensors.Add($"{Name}.running_var", [Channels], ParameterRole.RunningVariance);
    }

    internal override LayerOperation Compile(NetworkCompiler compiler) => new BatchNormOperation(
        this,
        IsAffine ? compiler.Weight(Name) : -1,
        IsAffine ? compiler.Bias(Name) : -1,
        compiler.Position($"{Name}.running_mean"),
        compiler.Position($"{Name}.running_var"));

    // The reference counts batch norm of images only.
    internal override long ReferenceFlops(LayerTrace trace) => trace.Output.IsFlat ? 0 : 2 * trace.Output.Count;

    internal override LayerCost? Cost(LayerTrace trace, MaskSet? masks) => null;

    internal override bool[] Reach(bool[] live, IChannelWalk walk) => live;

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => live;
}

internal sealed class BatchNormOperation(BatchNormLayer layer, int scale, int shift, int mean, int variance) : LayerOperation(layer.Name)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(
            nn.functional.batch_norm(
                input.Value,
                parameters[mean],
                parameters[variance],
                At(parameters, scale)!,
                At(parameters, shift)!,
                pass.IsTraining,
                pass.NormMomentum ?? layer.Momentum,
                layer.Epsilon),
            IsOwned: true);

}
