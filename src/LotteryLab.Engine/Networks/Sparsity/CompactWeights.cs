using LotteryLab.Engine.Masks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>
/// The block of outputs and inputs that have kept weights, as a smaller dense layer. An output without any is its bias, which trains as before;
/// an input without any gets a zero gradient.
/// </summary>
internal sealed class CompactWeights : KeptWeights
{
    private readonly int outputs;
    private readonly Tensor? outputsUsed;
    private readonly Tensor? inputsUsed;

    internal CompactWeights(LinearLayer layer, BitMask mask)
        : this(layer, mask, MaskExtent.Of(mask, layer.Outputs, layer.Inputs))
    {
    }

    private CompactWeights(LinearLayer layer, BitMask mask, MaskExtent extent)
        : this(layer, mask, extent, Positions(layer, extent))
    {
    }

    private CompactWeights(LinearLayer layer, BitMask mask, MaskExtent extent, int[] positions)
        : base(positions, [extent.Outputs.Length, extent.Inputs.Length], BitMask.From(positions.Length, i => mask[positions[i]]))
    {
        outputs = layer.Outputs;
        outputsUsed = extent.Outputs.Length == layer.Outputs ? null : Indices(extent.Outputs);
        inputsUsed = extent.Inputs.Length == layer.Inputs ? null : Indices(extent.Inputs);
    }

    internal override Tensor Run(Tensor input, Tensor values, Tensor? bias, bool isRectified, Tensor? chosen = null)
    {
        using var scope = torch.NewDisposeScope();
        var images = chosen is null ? input : input.index_select(0, chosen);
        var read = inputsUsed is null ? images : images.index_select(1, inputsUsed);
        if (outputsUsed is null)
        {
            return FullyConnected.Run(read, values, bias, isRectified).MoveToOuterDisposeScope();
        }

        var output = Scatter(FullyConnected.Run(read, values, bias: null, isRectified: false), bias, images);
        return (isRectified ? output.relu_() : output).MoveToOuterDisposeScope();
    }

    public override void Dispose()
    {
        base.Dispose();
        outputsUsed?.Dispose();
        inputsUsed?.Dispose();
    }

    private Tensor Scatter(Tensor computed, Tensor? bias, Tensor input)
    {
        var all = torch.zeros([input.shape[0], outputs], input.dtype, input.device).index_copy(1, outputsUsed!, computed);
        return bias is null ? all : all.add_(bias);
    }

    private static int[] Positions(LinearLayer layer, MaskExtent extent) =>
        [.. extent.Outputs.SelectMany(row => extent.Inputs.Select(column => (row * layer.Inputs) + column))];

    private static Tensor Indices(int[] positions) => torch.tensor(Array.ConvertAll(positions, position => (long)position)).DetachFromDisposeScope();
}
