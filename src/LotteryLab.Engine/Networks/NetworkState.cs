using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Networks;

/// <summary>
/// Every tensor of a network in the order of its definition: weights, biases, batch-norm scale and shift, running statistics. Owns the
/// tensors; they belong to no dispose scope.
/// </summary>
public sealed class NetworkState : IDisposable
{
    private readonly Dictionary<string, int> positions;

    /// <summary>Takes ownership of tensors given in the order of the definition.</summary>
    /// <exception cref="ArgumentException">Number or shape of the tensors does not fit.</exception>
    public NetworkState(NetworkDefinition definition, IReadOnlyList<Tensor> tensors)
    {
        if (tensors.Count != definition.Parameters.Count)
        {
            throw new ArgumentException($"The network has {definition.Parameters.Count} tensors but {tensors.Count} are given.", nameof(tensors));
        }

        Definition = definition;
        Tensors = [.. tensors];
        positions = new Dictionary<string, int>(Tensors.Length, StringComparer.Ordinal);
        for (var i = 0; i < Tensors.Length; i++)
        {
            var parameter = definition.Parameters[i];
            if (!Tensors[i].shape.AsSpan().SequenceEqual([.. parameter.Shape]))
            {
                throw new ArgumentException($"'{parameter.Name}' has shape [{string.Join(", ", Tensors[i].shape)}] instead of [{string.Join(", ", parameter.Shape)}].", nameof(tensors));
            }

            positions[parameter.Name] = i;
            Tensors[i].DetachFromDisposeScope();
        }
    }

    /// <summary>The network that the tensors belong to.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>The tensors in the order of the definition. The array is the state's own: do not change it.</summary>
    public Tensor[] Tensors { get; }

    /// <summary>A tensor by position.</summary>
    public Tensor this[int position] => Tensors[position];

    /// <summary>A tensor by name.</summary>
    public Tensor this[string name] => positions.TryGetValue(name, out var position)
        ? Tensors[position]
        : throw new KeyNotFoundException($"The network has no tensor '{name}'.");

    /// <summary>Position of a tensor, or -1.</summary>
    public int IndexOf(string name) => positions.GetValueOrDefault(name, -1);

    /// <summary>A copy that shares nothing and needs no gradients, on the same device.</summary>
    public NetworkState Clone() => Map(tensor => tensor.clone());

    /// <summary>A copy on a device; the state itself stays as it is.</summary>
    public NetworkState To(Device device) => Map(tensor => tensor.to(device, copy: true));

    /// <summary>A copy in another floating-point type.</summary>
    public NetworkState To(ScalarType type) => Map(tensor => tensor.to(type, copy: true));

    /// <summary>Writes the values of another state of the same network into these tensors.</summary>
    public void CopyFrom(NetworkState other)
    {
        using var noGradient = torch.no_grad();
        for (var i = 0; i < Tensors.Length; i++)
        {
            Tensors[i].copy_(other.Tensors[i]);
        }
    }

    /// <summary>Multiplies every masked tensor by its mask, in place. For repeated use make a <see cref="MaskTensors"/> once.</summary>
    public void ApplyMask(MaskSet masks)
    {
        using var tensors = MaskTensors.Create(masks, this);
        tensors.ApplyTo(this);
    }

    /// <summary>The values of a tensor as single-precision numbers in row-major order.</summary>
    public float[] ReadFloats(string name) => Read(this[name]);

    /// <summary>The values of a tensor as single-precision numbers in row-major order.</summary>
    public float[] ReadFloats(int position) => Read(Tensors[position]);

    /// <summary>Writes the state as a safetensors file; equal states give equal bytes.</summary>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        Save(stream);
    }

    /// <summary>Writes the state as safetensors.</summary>
    public void Save(Stream stream) =>
        SafetensorsFile.Write(stream, Definition.Parameters.Select((parameter, i) => TensorBytes.ToEntry(parameter.Name, Tensors[i])));

    /// <summary>Reads a state that <see cref="Save(string)"/> wrote for the same network, onto the CPU.</summary>
    /// <exception cref="LotteryLabException">The file is damaged or belongs to another network.</exception>
    public static NetworkState Load(string path, NetworkDefinition definition)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, definition);
    }

    /// <summary>Reads a state from safetensors.</summary>
    public static NetworkState Load(Stream stream, NetworkDefinition definition)
    {
        var entries = SafetensorsFile.Read(stream).ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        foreach (var parameter in definition.Parameters)
        {
            if (!entries.TryGetValue(parameter.Name, out var entry) || !entry.Shape.SequenceEqual(parameter.Shape))
            {
                throw new LotteryLabException("state.mismatch", $"The file does not belong to this network: '{parameter.Name}' is missing or has another shape.", "Load it with the architecture it was saved with.");
            }
        }

        return entries.Count == definition.Parameters.Count
            ? new NetworkState(definition, [.. definition.Parameters.Select(parameter => TensorBytes.ToTensor(entries[parameter.Name]))])
            : throw new LotteryLabException("state.mismatch", $"The file has {entries.Count} tensors, the network {definition.Parameters.Count}.", "Load it with the architecture it was saved with.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }

    private static float[] Read(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).ReadNumbers<float>();
    }

    private NetworkState Map(Func<Tensor, Tensor> copy)
    {
        using var noGradient = torch.no_grad();
        var copies = new Tensor[Tensors.Length];
        for (var i = 0; i < copies.Length; i++)
        {
            using var detached = Tensors[i].detach();
            copies[i] = copy(detached);
        }

        return new NetworkState(Definition, copies);
    }
}
