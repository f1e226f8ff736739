namespace LotteryLab.Engine.Networks;

/// <summary>Works out the shape after every layer and refuses networks whose layers do not fit together.</summary>
public static class ShapeInference
{
    /// <summary>Shapes of all layers in forward order, residual bodies and shortcuts included.</summary>
    /// <exception cref="LotteryLabException">A layer does not fit what it is given (code <c>network.shape</c>), or a name is used twice.</exception>
    public static IReadOnlyList<LayerTrace> Trace(NetworkDefinition network)
    {
        RefuseDuplicates(network);
        var walk = new ShapeWalk();
        var output = walk.Through(network.Layers, Of(network.Input));
        RefuseEmpty(network);
        if (output.Count != network.Classes)
        {
            throw ShapeRules.Misfit("the network", $"ends with {output} but {network.Classes} classes are asked for", "Make the last linear layer as wide as there are classes.");
        }

        return walk.Traces;
    }

    /// <summary>Shape after a list of layers, for builders that need to know it while they build.</summary>
    public static LayerShape After(IReadOnlyList<Layer> layers, ImageShape input) =>
        new ShapeWalk().Through(layers, Of(input));

    private static LayerShape Of(ImageShape image) => new(image.Channels, image.Height, image.Width, IsFlat: false);

    private static void RefuseDuplicates(NetworkDefinition network)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in network.Parameters)
        {
            if (!names.Add(parameter.Name))
            {
                throw ShapeRules.Misfit("the network", $"has two tensors called '{parameter.Name}'", "Give every layer its own name.");
            }
        }
    }

    private static void RefuseEmpty(NetworkDefinition network)
    {
        if (network.Parameters.FirstOrDefault(parameter => parameter.Count < 1) is { } empty)
        {
            throw ShapeRules.Misfit($"tensor '{empty.Name}'", "has no elements", "Every width must be at least 1.");
        }
    }
}

/// <summary>A walk along the layers that remembers the shapes.</summary>
internal sealed class ShapeWalk
{
    private bool isInShortcut;

    /// <summary>Shapes so far, in forward order.</summary>
    internal List<LayerTrace> Traces { get; } = [];

    /// <summary>Shape after a list of layers.</summary>
    internal LayerShape Through(IReadOnlyList<Layer> layers, LayerShape shape, bool isShortcut = false)
    {
        var outside = isInShortcut;
        isInShortcut |= isShortcut;
        foreach (var layer in layers)
        {
            var next = layer.Infer(shape, this);
            Traces.Add(new LayerTrace(layer, shape, next, isInShortcut));
            shape = next;
        }

        isInShortcut = outside;
        return shape;
    }
}

/// <summary>What several kinds of layers ask of their input.</summary>
internal static class ShapeRules
{
    internal static LayerShape Window(string what, int kernel, int stride, int padding, LayerShape shape)
    {
        var height = shape.Height + (2 * padding) - kernel;
        var width = shape.Width + (2 * padding) - kernel;
        return kernel < 1 || stride < 1 || padding < 0 || height < 0 || width < 0
            ? throw Misfit(what, $"with a {kernel}x{kernel} window does not fit into {shape}", "Use larger images or a network with fewer pooling layers.")
            : shape with { Height = (height / stride) + 1, Width = (width / stride) + 1 };
    }

    internal static LayerShape Image(LayerShape shape, string what) => shape.IsFlat
        ? throw Misfit(what, $"is given {shape} instead of an image", "Move it before the flatten layer.")
        : shape;

    internal static LotteryLabException Misfit(string what, string problem, string fix) =>
        new("network.shape", $"The layers do not fit together: {what} {problem}.", fix);
}
