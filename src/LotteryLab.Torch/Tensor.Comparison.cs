using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Where elements are equal: truth values.</summary>
        public Tensor eq(Tensor target) => Ops.eq_Tensor.Run(this, target);

        /// <summary>Where elements equal a number.</summary>
        public Tensor eq(Scalar target) => Ops.eq_Scalar.Run(this, target);

        /// <summary>Where elements are equal: truth values.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Where elements differ.</summary>
        public Tensor ne(Tensor target) => Ops.ne_Tensor.Run(this, target);

        /// <summary>Where elements differ from a number.</summary>
        public Tensor ne(Scalar target) => Ops.ne_Scalar.Run(this, target);

        /// <summary>Where elements differ.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>Where this is greater.</summary>
        public Tensor gt(Tensor target) => Ops.gt_Tensor.Run(this, target);

        /// <summary>Where this is greater than a number.</summary>
        public Tensor gt(Scalar target) => Ops.gt_Scalar.Run(this, target);

        /// <summary>Where this is greater.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>Where this is not less.</summary>
        public Tensor ge(Tensor target) => Ops.ge_Tensor.Run(this, target);

        /// <summary>Where this is not less than a number.</summary>
        public Tensor ge(Scalar target) => Ops.ge_Scalar.Run(this, target);

        /// <summary>Where this is not less.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>Where this is less.</summary>
        public Tensor lt(Tensor target) => Ops.lt_Tensor.Run(this, target);

        /// <summary>Where this is less than a number.</summary>
        public Tensor lt(Scalar target) => Ops.lt_Scalar.Run(this, target);

        /// <summary>Where this is less.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>Where this is not greater.</summary>
        public Tensor le(Tensor target) => Ops.le_Tensor.Run(this, target);

        /// <summary>Where this is not greater than a number.</summary>
        public Tensor le(Scalar target) => Ops.le_Scalar.Run(this, target);

        /// <summary>Where this is not greater.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>The greater, element by element; NaN wins.</summary>
        public Tensor maximum(Tensor other) => Ops.maximum.Run(this, other);

        /// <summary>The less, element by element; NaN wins.</summary>
        public Tensor minimum(Tensor other) => Ops.minimum.Run(this, other);

        /// <summary>Where elements are not numbers.</summary>
        public Tensor isnan() => Ops.isnan.Run(this);

        /// <summary>Where elements are infinite.</summary>
        public Tensor isinf() => Ops.isinf.Run(this);

        /// <summary>Where elements are neither infinite nor NaN.</summary>
        public Tensor isfinite() => Ops.isfinite.Run(this);

        /// <summary>Where elements are within tolerance.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Ops.isclose.Run(this, other, rtol, atol, nanEqual);

        /// <summary>Whether all elements are within tolerance.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Ops.allclose.RunValue(this, target, rtol, atol, equal_nan).Integer != 0;

        /// <summary>Where elements occur among <paramref name="test_elements"/>.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Ops.isin_Tensor_Tensor.Run(this, test_elements, assumeUnique, invert);

        /// <summary>Where both differ from zero.</summary>
        public Tensor logical_and(Tensor other) => Ops.logical_and.Run(this, other);

        /// <summary>Where both differ from zero, in place.</summary>
        public Tensor logical_and_(Tensor other) => Ops.logical_and_.RunOn(this, other);

        /// <summary>Where either differs from zero.</summary>
        public Tensor logical_or(Tensor other) => Ops.logical_or.Run(this, other);

        /// <summary>Where either differs from zero, in place.</summary>
        public Tensor logical_or_(Tensor other) => Ops.logical_or_.RunOn(this, other);

        /// <summary>Where one only differs from zero.</summary>
        public Tensor logical_xor(Tensor other) => Ops.logical_xor.Run(this, other);

        /// <summary>Where elements are zero.</summary>
        public Tensor logical_not() => Ops.logical_not.Run(this);

        /// <summary>Where elements are zero, in place.</summary>
        public Tensor logical_not_() => Ops.logical_not_.RunOn(this);

        /// <summary>This where the condition holds, <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Ops.where_self.Run(condition, this, y);

        /// <summary>Sorted along a dimension, with the indices (int64) the elements came from.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Ops.sort_stable.RunTwo(this, stable, dim, descending);

        /// <summary>Indices (int64) that sort along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Ops.argsort.Run(this, dim, descending);

        /// <summary>The k largest or smallest along a dimension, with their indices (int64).</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Ops.topk.RunTwo(this, (long)k, (long)dim, largest, sorted);

        /// <summary>The k-th smallest (from 1) along a dimension, with its index (int64).</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Ops.kthvalue.RunTwo(this, k, dim ?? -1, keepdim);

        /// <summary>Number of the interval each element falls in.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Ops.bucketize_Tensor.Run(this, boundaries, outInt32, right);
    }
}
