using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Weights, scores and mask of one layer. Owns its tensors.</summary>
internal sealed class BipLayer : IDisposable
{
    /// <summary>Copies weights; scores are a copy too, or the same memory in the mode that mirrors the released code.</summary>
    public BipLayer(ParameterDefinition definition, Tensor weight, bool isShared)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Definition = definition;
        Weight = weight.detach().clone().DetachFromDisposeScope();

        // A detached tensor is another view of the same memory: what is written to one is seen in the other, while each has its own gradient.
        Score = (isShared ? Weight.detach() : Weight.clone()).DetachFromDisposeScope();
        Mask = Weight.ones_like().DetachFromDisposeScope();
    }

    /// <summary>The weight's name, shape and role.</summary>
    public ParameterDefinition Definition { get; }

    /// <summary>Name of the weight.</summary>
    public string Name => Definition.Name;

    /// <summary>Dense weights theta.</summary>
    public Tensor Weight { get; }

    /// <summary>Scores s.</summary>
    public Tensor Score { get; }

    /// <summary>1 where kept, else 0.</summary>
    public Tensor Mask { get; }

    /// <summary>The weights, for an optimizer.</summary>
    public OptimizedParameter AsWeight() => new(Definition, Weight, Mask: null);

    /// <summary>The scores, for an optimizer.</summary>
    public OptimizedParameter AsScore() => new(Definition with { Name = $"{Name}.scores" }, Score, Mask: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Score.Dispose();
        Mask.Dispose();
    }
}
