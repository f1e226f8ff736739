using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks.Tail;

/// <summary>A fully connected layer with the ReLU that may follow it, forward and backward without a graph.</summary>
internal abstract class TailLayer : IDisposable
{
    private readonly Tensor weightParameter;
    private readonly Tensor? biasParameter;
    private readonly Tensor? biasTensor;
    private Tensor? biasGradient;

    /// <param name="weight">What is trained: the dense weight [outputs, inputs] or kept values.</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="isRectified">Whether a ReLU follows.</param>
    protected TailLayer(Tensor weight, Tensor? bias, bool isRectified)
    {
        (weightParameter, biasParameter, IsRectified) = (weight, bias, isRectified);
        // Aliases without gradients: nothing here is recorded, whatever mode the caller is in.
        Weight = weight.detach().DetachFromDisposeScope();
        WeightGradient = New(weight);
        biasTensor = bias?.detach().DetachFromDisposeScope();
        biasGradient = bias is null ? null : New(bias);
    }

    protected Tensor Weight { get; }

    protected Tensor WeightGradient { get; private set; }

    protected bool IsRectified { get; }

    protected unsafe float* Bias => biasTensor is null ? null : Sheet.Memory(biasTensor);

    protected unsafe float* BiasGradient => biasGradient is null ? null : Sheet.Memory(biasGradient);

    /// <summary>Takes other memory for the gradients: somebody may have kept the last ones.</summary>
    internal void Renew()
    {
        WeightGradient.Dispose();
        WeightGradient = New(weightParameter);
        if (biasParameter is not null)
        {
            biasGradient!.Dispose();
            biasGradient = New(biasParameter);
        }
    }

    /// <summary>Makes the gradients here those of the parameters: whoever trains may have taken them away or put others in their place.</summary>
    internal void Publish()
    {
        weightParameter.grad = WeightGradient;
        if (biasParameter is not null)
        {
            biasParameter.grad = biasGradient;
        }
    }

    /// <summary>Writes the outputs of a batch.</summary>
    internal abstract void Forward(Sheet input, Sheet output);

    /// <summary>Overwrites the gradients of weight and bias, and those of the inputs when somebody wants them.</summary>
    /// <param name="input">As for <see cref="Forward"/>.</param>
    /// <param name="output">What <see cref="Forward"/> wrote.</param>
    /// <param name="gradient">Gradients of the outputs; closed in place where the ReLU was.</param>
    /// <param name="ofInput">Written; null when nobody wants it.</param>
    internal abstract void Backward(Sheet input, Sheet output, Sheet gradient, Sheet? ofInput);

    public virtual void Dispose()
    {
        Weight.Dispose();
        WeightGradient.Dispose();
        biasTensor?.Dispose();
        biasGradient?.Dispose();
    }

    private static Tensor New(Tensor parameter) => empty(parameter.shape, ScalarType.Float32).DetachFromDisposeScope();
}
