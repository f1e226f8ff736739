using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>One layer ready to run.</summary>
internal abstract class LayerOperation(string? name)
{
    /// <summary>Runs operations one after another, releasing each intermediate tensor once it is used.</summary>
    public static Flow RunAll(LayerOperation[] operations, Flow flow, Tensor[] parameters, in ForwardPass pass)
    {
        foreach (var operation in operations)
        {
            var next = operation.Run(flow, parameters, pass);
            if (flow.IsOwned && !ReferenceEquals(next.Value, flow.Value))
            {
                flow.Value.Dispose();
            }

            flow = next;
            if (operation.Name is { } observed)
            {
                pass.Observer?.Invoke(observed, flow.Value);
            }
        }

        return flow;
    }

    /// <summary>Name under which the output is observed; null when it is not.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether the gradient needs the output as it was, so that nobody may change it.</summary>
    public virtual bool KeepsOutput => false;

    /// <summary>Output of the layer; owned unless it aliases a tensor that is not.</summary>
    public abstract Flow Run(Flow input, Tensor[] parameters, in ForwardPass pass);

    protected static Tensor? At(Tensor[] parameters, int position) => position < 0 ? null : parameters[position];
}
