using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Description;

/// <summary>
/// The network of a case: what its words describe, with the tensors that it gives. Tensors that do not fit the words fail: wrong names,
/// wrong shapes, missing ones, and values that the words rule out.
/// </summary>
internal sealed class GoldenNetwork
{
    // Networks that end in a global pool fit any size; this one is enough for their convolutions.
    private const int UsualSide = 8;
    private const int LargestSide = 64;

    private readonly GoldenNode? given;
    private readonly IReadOnlyDictionary<string, GoldenTensor> tensors;

    private GoldenNetwork(GoldenNode? given, NetworkDefinition definition, IReadOnlyDictionary<string, GoldenTensor> tensors) =>
        (this.given, Definition, this.tensors) = (given, definition, tensors);

    public NetworkDefinition Definition { get; }

    /// <summary>Names of the weights, in forward order.</summary>
    public IEnumerable<string> WeightNames => Definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => parameter.Name);

    /// <summary>Weights of the case, in forward order.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Weights
    {
        get
        {
            var weights = new OrderedDictionary<string, GoldenTensor>(StringComparer.Ordinal);
            foreach (var name in WeightNames)
            {
                weights[name] = tensors[name];
            }

            return weights;
        }
    }

    /// <summary>All weights kept.</summary>
    public MaskSet FullMasks => new(Definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter => KeyValuePair.Create(parameter.Name, BitMask.Full(parameter.Count))));

    /// <summary>Reads the network of a case.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="group">Name of one of several networks with the same words.</param>
    /// <param name="inputs">Inputs that it is given, with as many leading dimensions as they like; null for none.</param>
    public static GoldenNetwork Read(GoldenCase golden, string? group = null, GoldenTensor? inputs = null)
    {
        var node = golden.Root["network"];
        var given = group is null ? node["parameters"] : node["parameters"][group];
        var tensors = given.Tensors();
        var description = DescriptionReader.Read(node["architecture"].Text(), [.. tensors.Keys]);
        var definition = Fit(description, inputs);
        Check(definition, description, tensors);
        return new GoldenNetwork(given, definition, tensors);
    }

    /// <summary>A network that a case is about without describing one.</summary>
    public static GoldenNetwork Of(NetworkDefinition definition) => new(null, definition, new Dictionary<string, GoldenTensor>());

    /// <summary>A new state with the tensors of the case; what the words allow to be left out is fresh.</summary>
    public NetworkState State(bool isDouble = false) => StateOf(tensors, isDouble);

    /// <summary>A new state of this network with other tensors, all of which must fit.</summary>
    public NetworkState StateOf(IReadOnlyDictionary<string, GoldenTensor> values, bool isDouble = false)
    {
        foreach (var (name, tensor) in values)
        {
            var parameter = Definition.Parameters.FirstOrDefault(parameter => parameter.Name == name) ?? throw new GoldenException($"The network has no tensor '{name}'.");
            GoldenAssert.SameShape(parameter.Shape, tensor.Shape, name);
        }

        return new NetworkState(Definition, [.. Definition.Parameters.Select(parameter =>
            values.TryGetValue(parameter.Name, out var tensor) ? isDouble ? tensor.ToDoubleTensor() : tensor.ToTensor()
            : Fresh(parameter, isDouble ? torch.ScalarType.Float64 : torch.ScalarType.Float32))]);
    }

    /// <summary>Inputs as the network takes them: [N, C, H, W].</summary>
    public torch.Tensor Images(GoldenTensor inputs, bool isDouble = false)
    {
        using var values = isDouble ? inputs.ToDoubleTensor() : inputs.ToTensor();
        var shape = Definition.Input;
        return values.reshape(-1, shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>Says why the values of some tensors decide nothing; their names and shapes still do.</summary>
    public void DeclareValues(Func<ParameterDefinition, bool> which, string reason)
    {
        foreach (var parameter in Definition.Parameters.Where(parameter => tensors.ContainsKey(parameter.Name) && which(parameter)))
        {
            given![parameter.Name]["values"].Declare(reason);
        }
    }

    private static torch.Tensor Fresh(ParameterDefinition parameter, torch.ScalarType type) => parameter.Role switch
    {
        ParameterRole.RunningVariance or ParameterRole.NormScale => torch.ones([.. parameter.Shape], type),
        ParameterRole.RunningMean or ParameterRole.NormShift => torch.zeros([.. parameter.Shape], type),
        _ => throw new GoldenException($"'{parameter.Name}' is not given."),
    };

    private static NetworkDefinition Fit(NetworkDescription description, GoldenTensor? inputs)
    {
        var layers = description.Layers;
        var first = layers.First(layer => layer is LinearLayer or ConvolutionLayer);
        var classes = layers.Last(layer => layer is LinearLayer or ConvolutionLayer) switch
        {
            LinearLayer linear => linear.Outputs,
            ConvolutionLayer convolution => convolution.Outputs,
            _ => 0,
        };
        if (first is LinearLayer flat)
        {
            GoldenCase.Require(inputs is null || inputs.Shape[^1] == flat.Inputs, $"the inputs have {inputs?.Shape[^1]} features where the network takes {flat.Inputs}");
            return Traced(new NetworkDefinition(new ImageShape(1, 1, flat.Inputs), classes, layers));
        }

        var channels = ((ConvolutionLayer)first).Inputs;
        if (inputs is { Shape.Count: >= 4 })
        {
            var shape = new ImageShape((int)inputs.Shape[^3], (int)inputs.Shape[^2], (int)inputs.Shape[^1]);
            GoldenCase.Require(shape.Channels == channels && (description.Input ?? shape) == shape, $"the inputs have the shape {shape} where the network takes {description.Input?.ToString() ?? $"{channels} channels"}");
            return Traced(new NetworkDefinition(shape, classes, layers));
        }

        GoldenCase.Require(inputs is null, "the inputs are no images, which the network takes");
        if (description.Input is { } stated)
        {
            return Traced(new NetworkDefinition(stated, classes, layers));
        }

        foreach (var side in Enumerable.Range(1, LargestSide).Prepend(UsualSide))
        {
            var network = new NetworkDefinition(new ImageShape(channels, side, side), classes, layers);
            try
            {
                ShapeInference.Trace(network);
                return network;
            }
            catch (LotteryLabException)
            {
                // This size does not fit; the next one may.
            }
        }

        throw new GoldenException("network.architecture: its layers fit no size of image.");
    }

    private static NetworkDefinition Traced(NetworkDefinition network)
    {
        ShapeInference.Trace(network);
        return network;
    }

    private static void Check(NetworkDefinition definition, NetworkDescription description, IReadOnlyDictionary<string, GoldenTensor> tensors)
    {
        foreach (var (name, shape) in description.StatedShapes)
        {
            GoldenCase.Require(tensors.ContainsKey(name), $"the words speak of a tensor '{name}', which is not given");
            GoldenAssert.SameShape(shape, tensors[name].Shape, name);
        }

        var known = definition.Parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            GoldenCase.Require(known.ContainsKey(name), $"the words describe no tensor '{name}'");
            GoldenAssert.SameShape(known[name].Shape, tensor.Shape, name);
            CheckValues(known[name], tensor, description);
        }

        foreach (var parameter in definition.Parameters.Where(parameter => !tensors.ContainsKey(parameter.Name)))
        {
            var mayBeFresh = parameter.Role switch
            {
                ParameterRole.RunningMean or ParameterRole.RunningVariance => !description.GivesRunningStatistics,
                ParameterRole.NormScale or ParameterRole.NormShift => description.HasFreshNorms,
                _ => false,
            };
            GoldenCase.Require(mayBeFresh, $"the words describe a tensor '{parameter.Name}', which is not given");
        }

        // What batch norm has comes in pairs.
        foreach (var parameter in definition.Parameters)
        {
            var partner = parameter.Role switch
            {
                ParameterRole.NormScale => "bias",
                ParameterRole.RunningMean => "running_var",
                _ => null,
            };
            var other = $"{parameter.Name[..parameter.Name.LastIndexOf('.')]}.{partner}";
            GoldenCase.Require(partner is null || tensors.ContainsKey(parameter.Name) == tensors.ContainsKey(other), $"one of '{parameter.Name}' and '{other}' is given and the other is not");
        }
    }

    private static void CheckValues(ParameterDefinition parameter, GoldenTensor tensor, NetworkDescription description)
    {
        var isRight = parameter.Role switch
        {
            ParameterRole.Bias => description.HasZeroBiases is not { } areZero || tensor.Values.All(value => value == 0 == areZero),
            ParameterRole.NormScale or ParameterRole.RunningVariance => !description.HasFreshNorms || tensor.Values.All(value => value == 1),
            ParameterRole.NormShift or ParameterRole.RunningMean => !description.HasFreshNorms || tensor.Values.All(value => value == 0),
            _ => !description.HasSignedConstants || tensor.Values.All(value => Math.Abs(Math.Abs(value) / Math.Sqrt(2.0 / parameter.FanIn) - 1) < 1e-6),
        };
        GoldenCase.Require(isRight, $"the values of '{parameter.Name}' are not what the words say of them");
    }
}
