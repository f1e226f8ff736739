using System.Globalization;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Architectures;

/// <summary>Groups of layers that several architectures share.</summary>
internal static class LayerBlocks
{
    /// <summary>Hidden linear layers <c>fc_layers.i</c> with ReLU (and dropout), then the output layer <c>fc</c>.</summary>
    public static void AddHead(List<Layer> layers, int inputs, IReadOnlyList<int> widths, int classes, double dropout)
    {
        for (var i = 0; i < widths.Count; i++)
        {
            layers.Add(new LinearLayer(Invariant($"fc_layers.{i}"), inputs, widths[i]));
            layers.Add(new ReluLayer());
            if (dropout > 0)
            {
                layers.Add(new DropoutLayer(dropout));
            }

            inputs = widths[i];
        }

        layers.Add(new LinearLayer("fc", inputs, classes));
    }

    /// <summary>Formats a layer name.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Multiplies a published width by the factor that a person chose; at least one channel stays.</summary>
    public static int Scale(int width, double factor) => Math.Max(1, (int)Math.Round(width * factor, MidpointRounding.AwayFromZero));
}
