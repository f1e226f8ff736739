using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Where the engine multiplies by the weights of a fully connected layer.</summary>
internal static class FullyConnected
{
    /// <summary>[images, outputs] of [images, inputs], with the ReLU behind the layer when there is one.</summary>
    internal static Tensor Run(Tensor input, Tensor weight, Tensor? bias, bool isRectified)
    {
        var output = nn.functional.linear(input, weight, bias!);
        return isRectified ? output.relu_() : output;
    }
}
