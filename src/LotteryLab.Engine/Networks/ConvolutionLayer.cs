using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Convolution with square kernel, weight [Outputs, Inputs/Groups, Kernel, Kernel].</summary>
public sealed record ConvolutionLayer(string Name, int Inputs, int Outputs, int Kernel, int Stride = 1, int Padding = 0, bool HasBias = true, int Groups = 1) : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => Groups == 1 ? UnitFlow.Weighted : UnitFlow.Mixed;

    /// <inheritdoc/>
    public override string WeightName => Name;

    internal ChannelLinks Links => new(Outputs, Inputs, (long)Kernel * Kernel, Groups);

    private IReadOnlyList<long> WeightShape => [Outputs, Inputs / Groups, Kernel, Kernel];

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk)
    {
        var what = $"convolution '{Name}'";
        ShapeRules.Image(input, what);
        if (Inputs != input.Channels)
        {
            throw ShapeRules.Misfit(what, $"expects {Inputs} channels but is given {input}", "Make its inputs the outputs of the layer before it.");
        }

        if (Groups < 1 || Inputs % Groups != 0 || Outputs % Groups != 0)
        {
            throw ShapeRules.Misfit(what, $"cannot split {Inputs} inputs and {Outputs} outputs into {Groups} groups", "Choose a number of groups that divides both.");
        }

        return ShapeRules.Window(what, Kernel, Stride, Padding, input) with { Channels = Outputs };
    }

    internal override void Declare(TensorList tensors)
    {
        tensors.Add($"{Name}.weight", WeightShape, ParameterRole.ConvolutionWeight);
        if (HasBias)
        {
            tensors.Add($"{Name}.bias", [Outputs], ParameterRole.Bias);
        }
    }

    internal override LayerOperation Compile(NetworkCompiler compiler) => new ConvolutionOperation(this, compiler.Weight(Name), HasBias ? compiler.Bias(Name) : -1);

    internal override long ReferenceFlops(LayerTrace trace) => ((2L * (Inputs / Groups) * Kernel * Kernel) + (HasBias ? 1 : 0)) * trace.Output.Count;

    internal override LayerCost Cost(LayerTrace trace, MaskSet? masks)
    {
        // Each weight is used once per output position.
        var positions = (long)trace.Output.Height * trace.Output.Width;
        var weights = (long)Outputs * (Inputs / Groups) * Kernel * Kernel;
        return new LayerCost(Name, WeightShape, trace.Output.Sizes, weights * positions, (masks?.Find($"{Name}.weight")?.Kept ?? weights) * positions);
    }

    internal override bool[] Reach(bool[] live, IChannelWalk walk) => walk.Through(Name, Links, live);

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => walk.Against(Name, Links, live);
}

internal sealed class ConvolutionOperation(ConvolutionLayer layer, int weight, int bias) : LayerOperation(layer.Name)
{
    private readonly long[] strides = [layer.Stride, layer.Stride];
    private readonly long[] padding = [layer.Padding, layer.Padding];
    private readonly long[] dilation = [1, 1];

    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(nn.functional.conv2d(input.Value, parameters[weight], At(parameters, bias)!, strides, padding, dilation, layer.Groups), IsOwned: true);
}
