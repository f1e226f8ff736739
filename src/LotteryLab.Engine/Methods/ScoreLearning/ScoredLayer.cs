using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.ScoreLearning;

/// <summary>A weight tensor that is not trained, with a score for each weight and the mask that follows from the scores. Owns its tensors.</summary>
internal sealed class ScoredLayer : IDisposable
{
    /// <summary>Copies weights and scores; nothing is shared with what is given.</summary>
    public ScoredLayer(ParameterDefinition definition, Tensor weight, Tensor score)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Definition = definition;
        Weight = weight.detach().clone().DetachFromDisposeScope();
        Score = score.detach().to(weight.dtype, weight.device, copy: true).DetachFromDisposeScope();
        Mask = weight.detach().ones_like().DetachFromDisposeScope();
    }

    /// <summary>The weight's name, shape and role.</summary>
    public ParameterDefinition Definition { get; }

    /// <summary>Name of the weight.</summary>
    public string Name => Definition.Name;

    /// <summary>Weights as they are when nothing masks them.</summary>
    public Tensor Weight { get; }

    /// <summary>Scores, which an optimizer trains in place.</summary>
    public Tensor Score { get; }

    /// <summary>1 where the weight takes part in the next forward pass, else 0.</summary>
    public Tensor Mask { get; }

    /// <summary>Weight times mask, in the caller's dispose scope.</summary>
    public Tensor Effective() => Weight.mul(Mask);

    /// <summary>The mask as bits.</summary>
    public BitMask Bits() => MaskTensors.FromTensor(Mask);

    /// <summary>The scores in row-major order.</summary>
    public float[] ReadScores()
    {
        return Score.ReadNumbers<float>();
    }

    /// <summary>Weights of a network, each with scores from a function.</summary>
    public static IReadOnlyList<ScoredLayer> Of(NetworkState state, Func<ParameterDefinition, Tensor, Tensor> score)
    {
        using var scope = torch.NewDisposeScope();
        return [.. state.Definition.Parameters
            .Where(parameter => parameter.IsWeight)
            .Select(parameter => new ScoredLayer(parameter, state[parameter.Name], score(parameter, state[parameter.Name])))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Score.Dispose();
        Mask.Dispose();
    }
}
