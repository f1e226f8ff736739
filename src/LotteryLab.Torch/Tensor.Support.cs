namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,

        /// <summary>Towards zero.</summary>
        trunc,

        /// <summary>Down.</summary>
        floor,
    }

    internal static long[] Dims(params long[] dims) => dims;

    private static string? NameOf(RoundingMode mode) => mode switch
    {
        RoundingMode.trunc => "trunc",
        RoundingMode.floor => "floor",
        _ => null,
    };

    private static Tensor Marked(Tensor made, bool requiresGrad)
    {
        if (requiresGrad)
        {
            made.requires_grad = true;
        }

        return made;
    }

    private static ScalarType TypeFor(Scalar value) => value.Type == ScalarType.Float64 ? defaultType : ScalarType.Int64;

    public partial class Tensor
    {
        private Tensor As(ScalarType? type) => type is { } wanted ? to_type(wanted) : this;

        private Tensor After(bool dispose, Tensor result)
        {
            if (dispose)
            {
                Dispose();
            }

            return result;
        }

        private static Tensor Filled(Tensor? target, Tensor result) => target is null ? result : target.copy_(result);

        private IEnumerable<long> Split(long dim, long[] sizes)
        {
            var at = (int)Wrapped(dim);
            return [.. shape.Take(at), .. sizes, .. shape.Skip(at + 1)];
        }
    }
}
