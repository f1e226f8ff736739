using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>Masks as tensors of zeros and ones beside the tensors of a state: the form that training uses. Owns its tensors.</summary>
public sealed class MaskTensors : IDisposable
{
    private readonly int[] positions;
    private readonly Tensor[] tensors;

    private MaskTensors(int[] positions, Tensor[] tensors)
    {
        this.positions = positions;
        this.tensors = tensors;
    }

    /// <summary>Tensors of a mask set with the device and type of the state's tensors.</summary>
    /// <exception cref="LotteryLabException">The masks belong to another network.</exception>
    public static MaskTensors Create(MaskSet masks, NetworkState state)
    {
        var positions = new int[masks.Entries.Count];
        var tensors = new Tensor[masks.Entries.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            var (name, mask) = (masks.Entries[i].Key, masks.Entries[i].Value);
            positions[i] = state.IndexOf(name);
            if (positions[i] < 0 || state[positions[i]].numel() != mask.Count)
            {
                throw new LotteryLabException("mask.mismatch", $"The masks do not belong to this network: there is no tensor '{name}' with {mask.Count} weights.", "Use masks made for this architecture.");
            }

            tensors[i] = ToTensor(mask, state[positions[i]]);
        }

        return new MaskTensors(positions, tensors);
    }

    /// <summary>The mask of the tensor at a position of the state, or null when it carries none.</summary>
    public Tensor? Find(int position)
    {
        var index = Array.IndexOf(positions, position);
        return index < 0 ? null : tensors[index];
    }

    /// <summary>Multiplies the masked tensors of a state by their masks, in place and outside of autograd.</summary>
    public void ApplyTo(NetworkState state)
    {
        using var noGradient = torch.no_grad();
        for (var i = 0; i < positions.Length; i++)
        {
            state.Tensors[positions[i]].mul_(tensors[i]);
        }
    }

    /// <summary>Mask as a tensor of zeros and ones with shape, device and type of <paramref name="like"/>; it belongs to the caller.</summary>
    public static Tensor ToTensor(BitMask mask, Tensor like)
    {
        using var flat = torch.tensor(mask.ToFloats(), like.shape);
        var result = flat.to(like.dtype, like.device, copy: true);
        return result.DetachFromDisposeScope();
    }

    /// <summary>Keeps the positions of a tensor that are not zero.</summary>
    public static BitMask FromTensor(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return BitMask.FromFloats(tensor.detach().to(ScalarType.Float32).ReadNumbers<float>());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors)
        {
            tensor.Dispose();
        }
    }
}
