using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Zeros in this shape.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.zeros_like.Run(this, dtype, Argument.None, device), requires_grad);

        /// <summary>Ones in this shape.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.ones_like.Run(this, dtype, Argument.None, device), requires_grad);

        /// <summary>Memory in this shape, not set.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.empty_like.Run(this, dtype, Argument.None, device), requires_grad);

        /// <summary>One number in this shape.</summary>
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.full_like.Run(this, value, dtype, Argument.None, device), requires_grad);

        /// <summary>Evenly from [0, 1) in this shape, by the default generator.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.rand_like.Run(this, dtype, Argument.None, device), requires_grad);

        /// <summary>Standard normal numbers in this shape, by the default generator.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.randn_like.Run(this, dtype, Argument.None, device), requires_grad);

        /// <summary>Integers from [low, high) in this shape, by the default generator.</summary>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.randint_like_low_dtype.Run(this, low, high, dtype, Argument.None, device), requires_grad);

        /// <summary>Zeros in this type and on this device.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.new_zeros.Run(this, size, dtype, Argument.None, device), requires_grad);

        /// <summary>Memory in this type and on this device, not set.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.new_empty.Run(this, size, dtype, Argument.None, device), requires_grad);

        /// <summary>One number in this type and on this device.</summary>
        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Marked(Ops.new_full.Run(this, size, value, dtype, Argument.None, device), requires_grad);
    }
}
