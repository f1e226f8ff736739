namespace LotteryLab.Engine.Networks;

/// <summary>
/// One layer of a network, as data: shapes, counts, initialisation, execution and export are all derived from it.
/// Names follow open_lth's parameter names without the final <c>.weight</c>.
/// </summary>
public abstract record Layer;

/// <summary>Fully connected layer, weight [Outputs, Inputs].</summary>
public sealed record LinearLayer(string Name, int Inputs, int Outputs, bool HasBias = true) : Layer;

/// <summary>Convolution with square kernel, weight [Outputs, Inputs/Groups, Kernel, Kernel].</summary>
public sealed record ConvolutionLayer(string Name, int Inputs, int Outputs, int Kernel, int Stride = 1, int Padding = 0, bool HasBias = true, int Groups = 1) : Layer;

/// <summary>Batch normalisation over channels (of images or of features) with running statistics.</summary>
public sealed record BatchNormLayer(string Name, int Channels, bool IsAffine = true, double Epsilon = 1e-5, double Momentum = 0.1) : Layer;

/// <summary>max(x, 0).</summary>
public sealed record ReluLayer : Layer;

/// <summary>Maximum over square windows.</summary>
public sealed record MaxPoolLayer(int Kernel, int Stride, int Padding = 0) : Layer;

/// <summary>Mean over square windows.</summary>
public sealed record AveragePoolLayer(int Kernel, int Stride) : Layer;

/// <summary>Mean over the whole image, giving [batch, channels, 1, 1].</summary>
public sealed record GlobalAveragePoolLayer : Layer;

/// <summary>[batch, ...] to [batch, features].</summary>
public sealed record FlattenLayer : Layer;

/// <summary>Dropout with the given probability of zeroing, in training only.</summary>
public sealed record DropoutLayer(double Probability) : Layer;

/// <summary>Subsampling by <paramref name="Stride"/> (every Stride-th pixel, or a mean over Stride x Stride when <paramref name="IsAveraged"/>) with zero channels added on both sides or at the end: the parameter-free "option A" shortcut.</summary>
public sealed record ZeroPadShortcutLayer(int Inputs, int Outputs, int Stride, bool IsAveraged) : Layer;

/// <summary>body(x) + shortcut(x); an empty shortcut is the identity. The activation that follows the sum is a layer of its own.</summary>
public sealed record ResidualLayer(IReadOnlyList<Layer> Body, IReadOnlyList<Layer> Shortcut) : Layer;
