namespace TorchSharp;

/// <summary>Which direction of a Fourier transform divides by the length.</summary>
public enum FFTNormType
{
    /// <summary>The inverse one.</summary>
    Backward = 0,

    /// <summary>The forward one.</summary>
    Forward = 1,

    /// <summary>Each by the square root.</summary>
    Ortho = 2,
}
