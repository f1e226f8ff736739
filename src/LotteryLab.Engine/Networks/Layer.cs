using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks;

/// <summary>
/// One layer of a network, as data. Names follow open_lth's parameter names without the final <c>.weight</c>. Everything that the engine asks of a
/// kind of layer is a member here without a default that could be wrong, so a new kind is one file and nothing counts it as zero by oversight.
/// </summary>
public abstract record Layer
{
    /// <summary>What happens to units (channels) in this layer.</summary>
    public abstract UnitFlow Units { get; }

    /// <summary>Name of the layer's weight without <c>.weight</c>; null when it has none that could be pruned.</summary>
    public virtual string? WeightName => null;

    /// <summary>Lists of layers that run side by side on the same input; empty for a layer that is no block.</summary>
    public virtual IReadOnlyList<IReadOnlyList<Layer>> Branches => [];

    /// <summary>Whether training keeps an output of its own for it; false for views and for what is done in place.</summary>
    public virtual bool KeepsOutput => true;

    /// <summary>Shape of the output.</summary>
    /// <exception cref="LotteryLabException">The layer does not fit what it is given (code <c>network.shape</c>).</exception>
    internal abstract LayerShape Infer(LayerShape input, ShapeWalk walk);

    /// <summary>Lists its parameters and running statistics in the order of the state.</summary>
    internal abstract void Declare(TensorList tensors);

    /// <summary>The layer ready to run.</summary>
    internal abstract LayerOperation Compile(NetworkCompiler compiler);

    /// <summary>Operations for one image as the rethinking-network-pruning code counts them; see <see cref="NetworkCosts.ReferenceFlops"/>.</summary>
    internal abstract long ReferenceFlops(LayerTrace trace);

    /// <summary>Multiply-accumulates for one image; null for a layer without any.</summary>
    internal abstract LayerCost? Cost(LayerTrace trace, MaskSet? masks);

    /// <summary>Output channels that something reaches, from the input channels that it reaches.</summary>
    internal abstract bool[] Reach(bool[] live, IChannelWalk walk);

    /// <summary>Input channels that reach something, from the output channels that do.</summary>
    internal abstract bool[] ReachBack(bool[] live, IChannelWalk walk);
}

/// <summary>What a layer does with the units of its input.</summary>
public enum UnitFlow
{
    /// <summary>Each stays itself: activations, pools, flattening, dropout.</summary>
    Kept,

    /// <summary>Each is scaled and shifted by itself: batch norm.</summary>
    Scaled,

    /// <summary>Every new unit is a weighted sum over all old ones.</summary>
    Weighted,

    /// <summary>They are mixed in another way: sums of branches, groups, added channels.</summary>
    Mixed,
}

/// <summary>A layer without parameters that works on each channel alone and multiplies nothing.</summary>
public abstract record ChannelwiseLayer : Layer
{
    /// <inheritdoc/>
    public override UnitFlow Units => UnitFlow.Kept;

    internal override void Declare(TensorList tensors)
    {
    }

    internal override LayerCost? Cost(LayerTrace trace, MaskSet? masks) => null;

    internal override bool[] Reach(bool[] live, IChannelWalk walk) => live;

    internal override bool[] ReachBack(bool[] live, IChannelWalk walk) => live;
}
