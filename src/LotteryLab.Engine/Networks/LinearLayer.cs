using LotteryLab.Engine.Masks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Fully connected layer, weight [Outputs, Inputs].</summary>
public sealed record LinearLayer(string Name, int Inputs, int Outputs, bool HasBias = true) : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => UnitFlow.Weighted;

    /// <inheritdoc/>
    public override string WeightName => Name;

    internal ChannelLinks Links => new(Outputs, Inputs, Space: 1, Groups: 1);

    internal override LayerShape Infer(LayerShape input, ShapeWalk walk)
    {
        if (!input.IsFlat)
        {
            throw ShapeRules.Misfit($"linear layer '{Name}'", $"is given an image of {input}", "Put a flatten layer before it.");
        }

        return Inputs == input.Channels
            ? new LayerShape(Outputs, 1, 1, IsFlat: true)
            : throw ShapeRules.Misfit($"linear layer '{Name}'", $"expects {Inputs} features but is given {input.Channels}", "Its input width depends on the image size: rebuild the network for this image size.");
    }

    internal override void Declare(TensorList tensors)
    {
        tensors.Add($"{Name}.weight", [Outputs, Inputs], ParameterRole.LinearWeight);
        if (HasBias)
        {
            tensors.Add($"{Name}.bias", [Outputs], ParameterRole.Bias);
        }
    }

    internal override LayerOperation Compile(NetworkCompiler compiler) => new LinearOperation(Name, compiler.Weight(Name), HasBias ? compiler.Bias(Name) : -1);

    // The reference adds the bias whether or not there is one.
    internal override long ReferenceFlops(LayerTrace trace) => (2L * Inputs * Outputs) + Outputs;

    internal override LayerCost Cost(LayerTrace trace, MaskSet? masks)
    {
        var weights = (long)Inputs * Outputs;
        return new LayerCost(Name, [Outputs, Inputs], trace.Output.Sizes, weights, masks?.Find($"{Name}.weight")?.Kept ?? weights);
    }

    internal override bool[] Reach(bool[] live, IChannelWalk walk) => walk.Through(Name, Links, live);

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => walk.Against(Name, Links, live);
}

internal sealed class LinearOperation(string name, int weight, int bias) : LayerOperation(name)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(nn.functional.linear(input.Value, parameters[weight], At(parameters, bias)!), IsOwned: true);
}
