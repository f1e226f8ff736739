namespace TorchSharp;

/// <summary>
/// The objects of a loop scope's tensors. Those whose tensors were released within the scope stand for other tensors in its next round; those
/// that left the scope do not.
/// </summary>
internal sealed class TensorRecycler
{
    private readonly List<torch.Tensor> _made = [];
    private readonly Stack<torch.Tensor> _free = new();

    /// <summary>An object for a native tensor, in the innermost scope.</summary>
    internal torch.Tensor Take(nint handle)
    {
        if (_free.TryPop(out var tensor))
        {
            tensor.Reuse(handle);
        }
        else
        {
            tensor = new torch.Tensor(handle) { IsRecyclable = true };
        }

        _made.Add(tensor);
        return tensor;
    }

    /// <summary>Ends a round; the scope has released what it held.</summary>
    internal void Collect()
    {
        foreach (var tensor in _made)
        {
            if (tensor.IsRecyclable && tensor.IsInvalid)
            {
                _free.Push(tensor);
            }
        }

        _made.Clear();
    }
}
