using static TorchSharp.torch;

namespace LotteryLab.Engine.Runtime;

/// <summary>
/// Derivatives by a backward pass. TorchSharp's <c>autograd.grad</c> would say the same, but what LibTorch refuses there (a graph that is gone, no memory
/// left on the device) ends the process; here it is an exception.
/// </summary>
internal static class Gradients
{
    /// <summary>Derivatives of a number by tensors, in their order; they belong to the caller's dispose scope.</summary>
    /// <param name="value">A tensor with one element.</param>
    /// <param name="sources">Tensors that it was computed from, none with a gradient of its own: their <c>grad</c> is null afterwards.</param>
    /// <param name="isDifferentiable">Whether the derivatives can be derived again; the graph stays then.</param>
    /// <exception cref="LotteryLabException">The value does not depend on one of them (code <c>gradient.none</c>).</exception>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">LibTorch refuses.</exception>
    public static Tensor[] Of(Tensor value, IReadOnlyList<Tensor> sources, bool isDifferentiable = false)
    {
        if (isDifferentiable)
        {
            // It warns of gradients that stay with their tensors; these do not.
            LibTorch.SilenceWarnings();
        }

        try
        {
            autograd.backward([value], retain_graph: isDifferentiable, create_graph: isDifferentiable, inputs: [.. sources]);
            return [.. sources.Select((source, i) => source.grad ?? throw new LotteryLabException("gradient.none", $"The value does not depend on tensor {i} of {sources.Count}, so it has no derivative by it.", "Use a network whose every prunable layer reaches the output."))];
        }
        finally
        {
            foreach (var source in sources)
            {
                source.grad = null;
            }
        }
    }
}
