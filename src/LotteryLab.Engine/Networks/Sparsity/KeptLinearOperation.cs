using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>A fully connected layer on its sparse or compact route, with the ReLU that follows it when there is one. The parameter at the weight's place holds kept values.</summary>
internal sealed class KeptLinearOperation(string name, KeptWeights kept, int weight, int bias, bool isRectified, bool isFirst) : LayerOperation(name)
{
    public override Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass) =>
        new(kept.Run(input.Value, parameters[weight], At(parameters, bias), isRectified, isFirst ? pass.Chosen : null), IsOwned: true);
}
