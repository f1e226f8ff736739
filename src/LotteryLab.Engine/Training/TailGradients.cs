using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using LotteryLab.Engine.Networks.Tail;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training;

/// <summary>
/// Loss and gradients of batches with the loss and the fully connected layers that the network ends with outside the graph (<see cref="NetworkTail"/>);
/// what lies before them is differentiated as ever.
/// </summary>
internal sealed class TailGradients : IDisposable
{
    private readonly Network head;
    private readonly NetworkTail tail;
    private readonly Tensor[] trained;
    private readonly Tensor loss = torch.zeros([]).DetachFromDisposeScope();

    private TailGradients(NetworkDefinition network, Tensor[] trained, SparseParameters? sparse, bool hasRule)
    {
        this.trained = trained;
        head = new Network(network, network.TailStart);
        tail = new NetworkTail(network, trained, sparse?.ByLayer ?? new Dictionary<string, KeptWeights>(), keepsGradients: hasRule);
    }

    /// <summary>For a job, or null where it has no such layers, or computes elsewhere or in another precision.</summary>
    internal static TailGradients? Create(TrainingJob job, TrainingRule? rule, Tensor[] trained, SparseParameters? sparse) =>
        job.Recipe.Precision == ForwardPrecision.Single && !DeviceRoute.IsAccelerator(trained[0].device) && job.Network.TailLayers.Any()
            ? new TailGradients(job.Network, trained, sparse, hasRule: rule is not null)
            : null;

    /// <summary>Mean loss of a batch, overwritten by the next; the gradients of all parameters are set.</summary>
    internal Tensor Backward(Tensor images, Tensor labels, double labelSmoothing, in ForwardPass pass)
    {
        var features = head.Forward(images, trained, pass);
        using var plain = Plain(features);
        var count = (int)labels.size(0);
        CrossEntropy.Mean(tail.Forward(plain), labels, labelSmoothing, tail.LogitGradients(count), loss);
        if (tail.Backward(count, asksForFeatures: features.requires_grad) is { } gradient)
        {
            features.backward([gradient]);
        }

        return loss;
    }

    /// <summary>Logits in evaluation mode, overwritten by the next batch of that size.</summary>
    internal Tensor Logits(Tensor images)
    {
        using var plain = Plain(head.Forward(images, trained, ForwardPass.Evaluation));
        return tail.Forward(plain);
    }

    public void Dispose()
    {
        tail.Dispose();
        loss.Dispose();
    }

    private static Tensor Plain(Tensor features)
    {
        var outside = features.detach();
        if (outside.is_contiguous())
        {
            return outside;
        }

        using (outside)
        {
            return outside.contiguous();
        }
    }
}
