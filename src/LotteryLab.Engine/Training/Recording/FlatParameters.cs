using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Training.Recording;

/// <summary>
/// The trained parameters of a network in one piece of memory, each a view of its part. An update is then the same few operations whether a
/// network has six parameters or sixty.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    // 256 bytes, as every tensor of its own gets on a GPU: kernels choose by alignment.
    private const int Alignment = 64;
    private readonly Segment[] segments;
    private readonly Tensor[] gaps;
    private readonly Tensor[] pieces;

    /// <summary>Copies a state of float32 tensors.</summary>
    /// <param name="start">Weights, masked ones already zero; not changed.</param>
    /// <param name="masks">Weights that take part, or null.</param>
    internal FlatParameters(NetworkState start, MaskSet? masks)
    {
        var found = new List<Segment>();
        var total = 0L;
        for (var i = 0; i < start.Tensors.Length; i++)
        {
            if (start.Definition.Parameters[i] is { IsTrainable: true } definition)
            {
                found.Add(new Segment(definition, i, total));
                total += Padded(definition.Count);
            }
        }

        segments = [.. found];
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        Values = torch.zeros([total], ScalarType.Float32, start[0].device).DetachFromDisposeScope();
        var tensors = start.Tensors.Select(tensor => tensor.detach()).ToArray();
        foreach (var segment in segments)
        {
            var own = View(Values, segment).detach();
            own.copy_(tensors[segment.Position]);
            own.requires_grad = true;
            tensors[segment.Position] = own;
        }

        State = new NetworkState(start.Definition, [.. tensors.Select((tensor, i) => start.Definition.Parameters[i].IsTrainable ? tensor : tensor.clone())]);
        gaps = [.. segments.Select(segment => torch.zeros([Padded(segment.Definition.Count) - segment.Definition.Count], ScalarType.Float32, Values.device).DetachFromDisposeScope())];
        pieces = new Tensor[2 * segments.Length];
        Pruned = Positions(segment => masks?.Find(segment.Definition.Name) is { } mask ? i => !mask[i] : null);
    }

    /// <summary>All trained values with gaps of zeros between parameters.</summary>
    internal Tensor Values { get; }

    /// <summary>The network: views of <see cref="Values"/>, leaves with gradients; statistics are tensors of their own. Disposed by whoever trains it.</summary>
    internal NetworkState State { get; }

    /// <summary>True where a mask prunes; null when nothing is pruned.</summary>
    internal Tensor? Pruned { get; }

    /// <summary>The parameters in forward order.</summary>
    internal IEnumerable<ParameterDefinition> Definitions => segments.Select(segment => segment.Definition);

    /// <summary>True at the positions of chosen parameters; null when that is all of them. It belongs to the caller.</summary>
    internal Tensor? Choose(Func<ParameterDefinition, bool> isChosen) =>
        segments.All(segment => isChosen(segment.Definition)) ? null : Positions(segment => isChosen(segment.Definition) ? _ => true : null) ?? torch.zeros_like(Values, ScalarType.Bool).DetachFromDisposeScope();

    /// <summary>The part of a tensor as long as <see cref="Values"/> that belongs to each parameter, in its shape; views that outlive the dispose scope.</summary>
    internal IReadOnlyList<(ParameterDefinition Definition, Tensor View)> Views(Tensor flat)
    {
        using var scope = torch.NewDisposeScope();
        return [.. segments.Select(segment => (segment.Definition, View(flat, segment).DetachFromDisposeScope()))];
    }

    /// <summary>The gradients one behind the other, zero where pruned and in the gaps; in the current dispose scope.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no gradient.</exception>
    internal Tensor GatherGradients()
    {
        for (var i = 0; i < segments.Length; i++)
        {
            var gradient = State[segments[i].Position].grad ?? throw new InvalidOperationException($"The loss does not depend on '{segments[i].Definition.Name}'.");
            pieces[2 * i] = gradient.reshape(-1);
            pieces[(2 * i) + 1] = gaps[i];
        }

        var gathered = torch.cat(pieces, 0);
        return Pruned is null ? gathered : gathered.masked_fill_(Pruned, 0);
    }

    /// <summary>Drops the gradients, so that the next backward pass writes fresh ones.</summary>
    internal void ClearGradients()
    {
        foreach (var segment in segments)
        {
            State[segment.Position].grad = null;
        }
    }

    public void Dispose()
    {
        Values.Dispose();
        Pruned?.Dispose();
        foreach (var gap in gaps)
        {
            gap.Dispose();
        }
    }

    private static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;

    private static Tensor View(Tensor flat, Segment segment) => flat.narrow(0, segment.Offset, segment.Definition.Count).view([.. segment.Definition.Shape.Select(size => (long)size)]);

    // The rule of a segment says which of its positions count; null for none.
    private Tensor? Positions(Func<Segment, Func<long, bool>?> ruleOf)
    {
        var marks = new float[Values.numel()];
        var isAny = false;
        foreach (var segment in segments)
        {
            if (ruleOf(segment) is not { } rule)
            {
                continue;
            }

            for (var i = 0L; i < segment.Definition.Count; i++)
            {
                if (rule(i))
                {
                    marks[segment.Offset + i] = 1;
                    isAny = true;
                }
            }
        }

        if (!isAny)
        {
            return null;
        }

        using var scope = torch.NewDisposeScope();
        return torch.tensor(marks, device: Values.device).ne(0).DetachFromDisposeScope();
    }

    private readonly record struct Segment(ParameterDefinition Definition, int Position, long Offset);
}
