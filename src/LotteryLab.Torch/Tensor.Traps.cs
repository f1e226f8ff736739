using System.ComponentModel;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // TorchSharp has sum(ScalarType?) and sum(long): there x.sum(0) sums everything into bytes, because the literal 0 is
        // also an enumeration value, while x.sum(1) sums along a dimension. Here both fail to compile instead.
        private const string Trap = "A plain 0 would mean an element type in TorchSharp: write sum(0L) or sum([0]) for a dimension.";

        /// <summary>Not to be used: see the message.</summary>
        [Obsolete(Trap, error: true)]
        [EditorBrowsable(EditorBrowsableState.Never)]
        public Tensor sum(int dim, bool keepdim = false, ScalarType? type = null) => sum((long)dim, keepdim, type);

        /// <summary>Not to be used: see the message.</summary>
        [Obsolete(Trap, error: true)]
        [EditorBrowsable(EditorBrowsableState.Never)]
        public Tensor prod(int dim, bool keepdim = false, ScalarType? type = null) => prod((long)dim, keepdim, type);
    }
}
