using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Golden;

/// <summary>Gathers the attributes of one layer after another from the tokens of a description.</summary>
internal sealed class ChainReader(string description, IReadOnlyDictionary<string, GoldenTensor> parameters)
{
    private readonly List<Layer> layers = [];
    private string? name;
    private bool isLinear;
    private bool isFinished;
    private int kernel = 1;
    private int padding;
    private int stride = 1;
    private bool hasNoBias;
    private (int In, int Out)? widths;
    private int convolutions;
    private int channels;

    public void Take(Match token)
    {
        if (isFinished)
        {
            return;
        }

        if (token.Groups["all"].Success)
        {
            // What follows speaks about the network as a whole.
            isFinished = true;
        }
        else if (token.Groups["conv"].Success || token.Groups["linear"].Success)
        {
            Flush();
            isLinear = token.Groups["linear"].Success;
            convolutions += isLinear ? 0 : 1;
            name = isLinear || token.Groups["number"].Success ? token.Value : $"conv{convolutions}";
        }
        else if (!TakeAttribute(token))
        {
            TakeLayer(token);
        }
    }

    public IReadOnlyList<Layer> Finish()
    {
        Flush();
        return layers.OfType<LinearLayer>().Any()
            ? layers
            : throw new FormatException($"No network is recognised in '{description}'.");
    }

    private bool TakeAttribute(Match token)
    {
        if (token.Groups["kernel"].Success)
        {
            kernel = Number(token.Value.Split('x')[0]);
        }
        else if (token.Groups["widths"].Success)
        {
            widths = (Number(token.Groups["in"].Value), Number(token.Groups["out"].Value));
        }
        else if (token.Groups["pad"].Success)
        {
            padding = Number(token.Groups["pad"].Value);
        }
        else if (token.Groups["stride"].Success)
        {
            stride = Number(token.Groups["stride"].Value);
        }
        else if (token.Groups["nobias"].Success)
        {
            hasNoBias = true;
        }
        else
        {
            return false;
        }

        return true;
    }

    private void TakeLayer(Match token)
    {
        Flush();
        if (token.Groups["norm"].Success)
        {
            AddNorm(token.Value == "BN" ? $"bn{convolutions}" : token.Value);
        }
        else if (token.Groups["relu"].Success)
        {
            layers.Add(new ReluLayer());
        }
        else if (token.Groups["max"].Success)
        {
            layers.Add(new MaxPoolLayer(Number(token.Groups["window"].Value), Number(token.Groups["window"].Value)));
        }
        else if (token.Groups["average"].Success)
        {
            layers.Add(new AveragePoolLayer(Number(token.Groups["window"].Value), Number(token.Groups["window"].Value)));
        }
        else if (token.Groups["flatten"].Success)
        {
            AddFlatten();
        }
        else
        {
            layers.Add(new GlobalAveragePoolLayer());
            layers.Add(new FlattenLayer());
        }
    }

    private void AddNorm(string norm)
    {
        // "BN eps 1e-5" at the end is a remark, not a layer.
        if (layers.LastOrDefault() is ConvolutionLayer or LinearLayer)
        {
            layers.Add(new BatchNormLayer(norm, channels, IsAffine: parameters.ContainsKey($"{norm}.weight")));
        }
    }

    private void AddFlatten()
    {
        if (!layers.OfType<FlattenLayer>().Any())
        {
            layers.Add(new FlattenLayer());
        }
    }

    private void Flush()
    {
        if (name is null)
        {
            return;
        }

        var shape = parameters.GetValueOrDefault($"{name}.weight")?.Shape;
        var (inputs, outputs) = shape is null ? widths ?? throw new FormatException($"The widths of '{name}' are not given.") : ((int)shape[1], (int)shape[0]);
        var hasBias = parameters.Count > 0 ? parameters.ContainsKey($"{name}.bias") : !hasNoBias;
        if (isLinear)
        {
            AddFlatten();
            layers.Add(new LinearLayer(name, inputs, outputs, hasBias));
        }
        else
        {
            layers.Add(new ConvolutionLayer(name, inputs, outputs, shape is null ? kernel : (int)shape[2], stride, padding, hasBias));
        }

        channels = outputs;
        (name, kernel, padding, stride, hasNoBias, widths) = (null, 1, 0, 1, false, null);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
