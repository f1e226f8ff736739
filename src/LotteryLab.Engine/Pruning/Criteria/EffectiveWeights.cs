using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Scores;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>
/// A copy of a network's tensors in double precision with masks multiplied in, whose prunable weights are leaves of the gradient. The state
/// it was made from is not touched, so signs and batch-norm statistics need no putting back. Double precision because SynFlow's flow comes
/// near the largest float32 in deep networks, and because rounding decides which of two tied weights falls first.
/// </summary>
internal sealed class EffectiveWeights : IDisposable
{
    private readonly Network network;
    private readonly ForwardPass pass;
    private readonly NetworkState copy;
    private readonly Tensor[] parameters;
    private readonly Tensor[] stored;
    private readonly Tensor[] masks;
    private readonly string[] names;
    private readonly Generator noise;

    public EffectiveWeights(CriterionInput input, bool isAbsolute, bool isTraining)
    {
        network = input.Network;
        names = [.. input.Masks.Entries.Select(entry => entry.Key)];
        copy = input.State.To(ScalarType.Float64);
        noise = new Generator((ulong)input.Seed, copy[0].device);
        pass = isTraining ? ForwardPass.Training with { Noise = noise } : ForwardPass.Evaluation;
        using var noGradient = no_grad();
        if (isAbsolute)
        {
            foreach (var tensor in copy.Tensors)
            {
                tensor.abs_();
            }
        }

        parameters = [.. copy.Tensors];
        stored = new Tensor[names.Length];
        masks = new Tensor[names.Length];
        Leaves = new Tensor[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var position = copy.IndexOf(names[i]);
            stored[i] = copy[position];
            masks[i] = MaskTensors.ToTensor(input.Masks[names[i]], stored[i]);
            Leaves[i] = stored[i].mul(masks[i]).DetachFromDisposeScope();
            parameters[position] = Leaves[i];
        }

        foreach (var leaf in Leaves)
        {
            leaf.requires_grad_(true);
        }
    }

    /// <summary>Effective weights of the prunable tensors, in forward order.</summary>
    public Tensor[] Leaves { get; }

    /// <summary>Mean cross-entropy of a batch, logits divided by a temperature.</summary>
    public Tensor Loss(ScoreBatch batch, double temperature = 1)
    {
        var logits = Logits(batch.Images.to(ScalarType.Float64));
        return nn.functional.cross_entropy(temperature == 1 ? logits : logits.div(temperature), batch.Labels);
    }

    /// <summary>Logits of images in double precision.</summary>
    public Tensor Logits(Tensor images) => network.Forward(images, parameters, pass);

    /// <summary>One image of ones.</summary>
    public Tensor Ones()
    {
        var shape = network.Definition.Input;
        return ones([1, shape.Channels, shape.Height, shape.Width], dtype: ScalarType.Float64, device: copy[0].device);
    }

    /// <summary>First layer whose output fails a test, or null.</summary>
    public string? FindLayer(Tensor images, Func<Tensor, bool> isAtFault)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        string? found = null;
        network.Forward(images, parameters, pass with
        {
            Observer = (name, output) => found ??= isAtFault(output) ? name : null,
        });
        return found;
    }

    /// <summary>Scores as stored weight x a tensor for each prunable tensor, where kept when <paramref name="isMasked"/>.</summary>
    public ScoreSet Times(IReadOnlyList<Tensor> factors, bool isMasked, bool isAbsolute)
    {
        using var noGradient = no_grad();
        var scores = new List<KeyValuePair<string, double[]>>();
        for (var i = 0; i < names.Length; i++)
        {
            using var scope = NewDisposeScope();
            var product = stored[i].mul(factors[i]);
            product = isMasked ? product.mul(masks[i]) : product;
            product = isAbsolute ? product.abs() : product;
            scores.Add(new(names[i], product.cpu().contiguous().data<double>().ToArray()));
        }

        return new ScoreSet(scores);
    }

    /// <summary>Zeroes of each prunable tensor, to add gradients to; they belong to the caller's scope.</summary>
    public Tensor[] Zeros() => Array.ConvertAll(Leaves, leaf => zeros_like(leaf, requires_grad: false));

    /// <summary>Multiplies tensors by the masks in place: the gradient of a stored weight is that of the effective one times its mask.</summary>
    public void Mask(Tensor[] tensors)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i].mul_(masks[i]);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in Leaves.Concat(masks))
        {
            tensor.Dispose();
        }

        noise.Dispose();
        copy.Dispose();
    }
}
