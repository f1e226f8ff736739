using LotteryLab.Engine.Networks;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Batched;

/// <summary>A network whose parameters have a leading dimension of R replicates, as a function of its tensors.</summary>
internal sealed class BatchedNetwork
{
    private readonly NetworkDefinition definition;
    private readonly BatchedOperation[] operations;
    private readonly ScalarType? low;
    private readonly int replicates;
    private readonly bool beginsWithImages;

    internal BatchedNetwork(NetworkDefinition definition, int replicates, string precision)
    {
        this.definition = definition;
        this.replicates = replicates;
        var compiler = new BatchedCompiler(definition, replicates);
        operations = compiler.Compile(definition.Layers);
        HasDropout = compiler.HasDropout;
        low = new ForwardPrecision(precision).Low;
        beginsWithImages = definition.Layers.Count > 0 && definition.Layers[0] is not (FlattenLayer or LinearLayer);
    }

    /// <summary>Whether training draws random numbers.</summary>
    internal bool HasDropout { get; }

    /// <summary>Logits [R, N, classes], float32, in the current dispose scope.</summary>
    /// <param name="images">Images [R, N, C, H, W], or [N, C, H, W] that all replicates see.</param>
    /// <param name="parameters">Tensors in the order of the definition, each with R in front.</param>
    /// <param name="pass">Mode and noise.</param>
    internal Tensor Forward(Tensor images, Tensor[] parameters, in BatchedPass pass)
    {
        var each = images.dim() == 5 ? images : images.unsqueeze(0).expand(replicates, -1, -1, -1, -1);
        if (low is { } type)
        {
            each = each.to(type);
            parameters = [.. parameters.Select((tensor, i) => definition.Parameters[i].Role is ParameterRole.LinearWeight or ParameterRole.ConvolutionWeight or ParameterRole.Bias ? tensor.to(type) : tensor)];
        }

        var input = beginsWithImages ? each.transpose(0, 1).flatten(1, 2) : each.flatten(2);
        var logits = BatchedOperation.RunAll(operations, input, parameters, pass);
        return low is null ? logits : logits.to(ScalarType.Float32);
    }
}
