namespace LotteryLab.Engine.Networks;

/// <summary>Works out the shape after every layer and refuses networks whose layers do not fit together.</summary>
public static class ShapeInference
{
    /// <summary>Shapes of all layers in forward order, residual bodies and shortcuts included.</summary>
    /// <exception cref="LotteryLabException">A layer does not fit what it is given (code <c>network.shape</c>), or a name is used twice.</exception>
    public static IReadOnlyList<LayerTrace> Trace(NetworkDefinition network)
    {
        RefuseDuplicates(network);
        var traces = new List<LayerTrace>();
        var input = new LayerShape(network.Input.Channels, network.Input.Height, network.Input.Width, IsFlat: false);
        var output = Walk(network.Layers, input, isShortcut: false, traces);
        RefuseEmpty(network);
        if (output.Count != network.Classes)
        {
            throw Misfit("the network", $"ends with {output} but {network.Classes} classes are asked for", "Make the last linear layer as wide as there are classes.");
        }

        return traces;
    }

    /// <summary>Shape after a list of layers, for builders that need to know it while they build.</summary>
    public static LayerShape After(IReadOnlyList<Layer> layers, ImageShape input) =>
        Walk(layers, new LayerShape(input.Channels, input.Height, input.Width, IsFlat: false), isShortcut: false, []);

    private static LayerShape Walk(IReadOnlyList<Layer> layers, LayerShape shape, bool isShortcut, List<LayerTrace> traces)
    {
        foreach (var layer in layers)
        {
            var next = layer is ResidualLayer residual ? Residual(residual, shape, isShortcut, traces) : Next(layer, shape);
            traces.Add(new LayerTrace(layer, shape, next, isShortcut));
            shape = next;
        }

        return shape;
    }

    private static LayerShape Residual(ResidualLayer residual, LayerShape shape, bool isShortcut, List<LayerTrace> traces)
    {
        var body = Walk(residual.Body, shape, isShortcut, traces);
        var shortcut = Walk(residual.Shortcut, shape, isShortcut: true, traces);
        return body == shortcut
            ? body
            : throw Misfit("a residual layer", $"adds {body} of its body to {shortcut} of its shortcut", "Give the shortcut the stride and the channels of the body.");
    }

    private static LayerShape Next(Layer layer, LayerShape shape) => layer switch
    {
        LinearLayer linear => Linear(linear, shape),
        ConvolutionLayer conv => Convolution(conv, shape),
        BatchNormLayer norm => norm.Channels == shape.Channels
            ? shape
            : throw Misfit($"batch norm '{norm.Name}'", $"expects {norm.Channels} channels but is given {shape}", "Make its channels those of the layer before it."),
        MaxPoolLayer pool => Window("a max pool", pool.Kernel, pool.Stride, pool.Padding, Image(shape, "a max pool")),
        AveragePoolLayer pool => Window("an average pool", pool.Kernel, pool.Stride, 0, Image(shape, "an average pool")),
        GlobalAveragePoolLayer => Image(shape, "a global average pool") with { Height = 1, Width = 1 },
        FlattenLayer => new LayerShape(checked((int)shape.Count), 1, 1, IsFlat: true),
        ZeroPadShortcutLayer pad => ZeroPad(pad, Image(shape, "a zero-padding shortcut")),
        ReluLayer or DropoutLayer => shape,
        _ => throw new NotSupportedException($"Layer {layer.GetType().Name} has no shape rule."),
    };

    private static LayerShape Linear(LinearLayer linear, LayerShape shape)
    {
        if (!shape.IsFlat)
        {
            throw Misfit($"linear layer '{linear.Name}'", $"is given an image of {shape}", "Put a flatten layer before it.");
        }

        return linear.Inputs == shape.Channels
            ? new LayerShape(linear.Outputs, 1, 1, IsFlat: true)
            : throw Misfit($"linear layer '{linear.Name}'", $"expects {linear.Inputs} features but is given {shape.Channels}", "Its input width depends on the image size: rebuild the network for this image size.");
    }

    private static LayerShape Convolution(ConvolutionLayer conv, LayerShape shape)
    {
        var what = $"convolution '{conv.Name}'";
        Image(shape, what);
        if (conv.Inputs != shape.Channels)
        {
            throw Misfit(what, $"expects {conv.Inputs} channels but is given {shape}", "Make its inputs the outputs of the layer before it.");
        }

        if (conv.Groups < 1 || conv.Inputs % conv.Groups != 0 || conv.Outputs % conv.Groups != 0)
        {
            throw Misfit(what, $"cannot split {conv.Inputs} inputs and {conv.Outputs} outputs into {conv.Groups} groups", "Choose a number of groups that divides both.");
        }

        return Window(what, conv.Kernel, conv.Stride, conv.Padding, shape) with { Channels = conv.Outputs };
    }

    private static LayerShape ZeroPad(ZeroPadShortcutLayer pad, LayerShape shape)
    {
        if (pad.Inputs != shape.Channels || pad.Outputs < pad.Inputs || pad.Stride < 1)
        {
            throw Misfit("a zero-padding shortcut", $"from {pad.Inputs} to {pad.Outputs} channels with stride {pad.Stride} is given {shape}", "It can only add channels to the ones it is given.");
        }

        // Averaging drops an incomplete last window; taking every n-th pixel keeps it.
        return pad.IsAveraged
            ? new LayerShape(pad.Outputs, shape.Height / pad.Stride, shape.Width / pad.Stride, IsFlat: false)
            : new LayerShape(pad.Outputs, (shape.Height + pad.Stride - 1) / pad.Stride, (shape.Width + pad.Stride - 1) / pad.Stride, IsFlat: false);
    }

    private static LayerShape Window(string what, int kernel, int stride, int padding, LayerShape shape)
    {
        var height = shape.Height + (2 * padding) - kernel;
        var width = shape.Width + (2 * padding) - kernel;
        return kernel < 1 || stride < 1 || padding < 0 || height < 0 || width < 0
            ? throw Misfit(what, $"with a {kernel}x{kernel} window does not fit into {shape}", "Use larger images or a network with fewer pooling layers.")
            : shape with { Height = (height / stride) + 1, Width = (width / stride) + 1 };
    }

    private static LayerShape Image(LayerShape shape, string what) => shape.IsFlat
        ? throw Misfit(what, $"is given {shape} instead of an image", "Move it before the flatten layer.")
        : shape;

    private static void RefuseDuplicates(NetworkDefinition network)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in network.Parameters)
        {
            if (!names.Add(parameter.Name))
            {
                throw Misfit("the network", $"has two tensors called '{parameter.Name}'", "Give every layer its own name.");
            }
        }
    }

    private static void RefuseEmpty(NetworkDefinition network)
    {
        if (network.Parameters.FirstOrDefault(parameter => parameter.Count < 1) is { } empty)
        {
            throw Misfit($"tensor '{empty.Name}'", "has no elements", "Every width must be at least 1.");
        }
    }

    private static LotteryLabException Misfit(string what, string problem, string fix) =>
        new("network.shape", $"The layers do not fit together: {what} {problem}.", fix);
}
