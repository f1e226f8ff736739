using LotteryLab.Engine.Networks;

namespace LotteryLab.Bench.Measuring;

/// <summary>A matrix product or convolution of a network, and how often a step needs it.</summary>
/// <param name="Layer">A linear layer or a convolution; its name plays no part.</param>
/// <param name="Input">What it is given.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Forwards">How often it runs forward, and its weights backward.</param>
/// <param name="BackwardDatas">How often the gradient of its input is needed.</param>
internal sealed record KernelShape(Layer Layer, LayerShape Input, LayerShape Output, int Forwards, int BackwardDatas)
{
    /// <summary>The distinct shapes of a network, each measured once however often it occurs.</summary>
    public static IReadOnlyList<KernelShape> Of(NetworkDefinition network)
    {
        var kernels = new List<KernelShape>();
        foreach (var trace in ShapeInference.Trace(network).Where(trace => trace.Layer is LinearLayer or ConvolutionLayer))
        {
            // The first one needs no gradient of its input: that is the image.
            var backward = kernels.Count == 0 ? 0 : 1;
            var layer = Nameless(trace.Layer);
            var known = kernels.FindIndex(kernel => kernel.Layer == layer && kernel.Input == trace.Input);
            if (known < 0)
            {
                kernels.Add(new KernelShape(layer, trace.Input, trace.Output, 1, backward));
            }
            else
            {
                kernels[known] = kernels[known] with { Forwards = kernels[known].Forwards + 1, BackwardDatas = kernels[known].BackwardDatas + backward };
            }
        }

        return kernels;
    }

    private static Layer Nameless(Layer layer) => layer switch
    {
        LinearLayer linear => linear with { Name = "", HasBias = false },
        ConvolutionLayer convolution => convolution with { Name = "", HasBias = false },
        _ => layer,
    };
}
