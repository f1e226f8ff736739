using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>
/// Runs a <see cref="NetworkDefinition"/> as a function of its tensors. Names are resolved once, here; a forward pass only walks an array.
/// Intermediate tensors are released as soon as the next layer has used them (autograd keeps what it needs by itself).
/// </summary>
public sealed class Network
{
    private readonly LayerOperation[] operations;

    /// <summary>Prepares a network for running.</summary>
    /// <exception cref="LotteryLabException">The layers do not fit together.</exception>
    public Network(NetworkDefinition definition)
        : this(definition, definition.Layers.Count)
    {
    }

    /// <summary>Prepares the first layers of a network: what they give stands in the place of the logits.</summary>
    internal Network(NetworkDefinition definition, int layers)
    {
        Definition = definition;
        ShapeInference.Trace(definition);
        var compiler = new NetworkCompiler(definition);
        operations = compiler.Compile([.. definition.Layers.Take(layers)]);
        HasDropout = compiler.HasDropout;
    }

    /// <summary>The layers and tensors.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>Whether training draws random numbers.</summary>
    internal bool HasDropout { get; }

    /// <summary>Logits [batch, classes] of images [batch, channels, height, width].</summary>
    public Tensor Forward(Tensor input, NetworkState state, bool isTraining = false) =>
        Forward(input, state.Tensors, isTraining ? ForwardPass.Training : ForwardPass.Evaluation);

    /// <summary>Logits, with all choices of a pass.</summary>
    public Tensor Forward(Tensor input, NetworkState state, in ForwardPass pass) => Forward(input, state.Tensors, pass);

    /// <summary>
    /// Logits from tensors in the order of <see cref="NetworkDefinition.Parameters"/>, for functional use: effective weights, masks with
    /// gradients, interpolated weights.
    /// </summary>
    public Tensor Forward(Tensor input, IReadOnlyList<Tensor> parameters, in ForwardPass pass) =>
        Forward(input, parameters as Tensor[] ?? [.. parameters], pass);

    /// <summary>As the other overloads, without copying the list: the one for hot loops.</summary>
    public Tensor Forward(Tensor input, Tensor[] parameters, in ForwardPass pass)
    {
        if (parameters.Length != Definition.Parameters.Count)
        {
            throw new ArgumentException($"The network has {Definition.Parameters.Count} tensors but {parameters.Length} are given.", nameof(parameters));
        }

        if (HasDropout && pass.IsTraining && pass.Noise is null)
        {
            throw new ArgumentException("A network with dropout needs a generator in training mode; set ForwardPass.Noise.", nameof(pass));
        }

        return LayerOperation.RunAll(operations, new Flow(input, IsOwned: false), parameters, pass).Value;
    }

    /// <summary>Logits from named tensors, for occasional use: names are looked up on every call.</summary>
    public Tensor Forward(Tensor input, IReadOnlyDictionary<string, Tensor> parameters, bool isTraining) =>
        Forward(input, Bind(parameters), isTraining ? ForwardPass.Training : ForwardPass.Evaluation);

    /// <summary>Puts named tensors into the order that <see cref="Forward(Tensor, Tensor[], in ForwardPass)"/> takes.</summary>
    public Tensor[] Bind(IReadOnlyDictionary<string, Tensor> parameters)
    {
        var bound = new Tensor[Definition.Parameters.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            bound[i] = parameters.TryGetValue(Definition.Parameters[i].Name, out var tensor)
                ? tensor
                : throw new ArgumentException($"The tensor '{Definition.Parameters[i].Name}' is missing.", nameof(parameters));
        }

        return bound;
    }
}

/// <summary>A tensor on its way through the network. Only an owned one may be changed in place or released.</summary>
internal readonly record struct Flow(Tensor Value, bool IsOwned);
