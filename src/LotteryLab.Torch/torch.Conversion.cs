namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy; recorded for differentiation.</summary>
    public static Tensor clone(Tensor input) => input.clone();
}
