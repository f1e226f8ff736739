using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum of all elements; integers and truth values give int64.</summary>
        public Tensor sum(ScalarType? type = null) => Ops.sum.Run(this, type);

        /// <summary>Sums along dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, dim, keepdim, type);

        /// <summary>Sums along dimensions.</summary>
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Run(this, dim.ToArray(), keepdim, type);

        /// <summary>Sums along a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList.Run(this, Dims(dim), keepdim, type);

        /// <summary>Sums along two dimensions.</summary>
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Run(this, Dims(dim0, dim1), keepdim, type);

        /// <summary>Sums along three dimensions.</summary>
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Ops.sum_dim_IntList.Run(this, Dims(dim0, dim1, dim2), keepdim, type);

        /// <summary>Mean of all elements, which must be floating point.</summary>
        public Tensor mean() => Ops.mean.Run(this);

        /// <summary>Means along dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Ops.mean_dim.Run(this, dimensions, keepdim, type);

        /// <summary>Product of all elements.</summary>
        public Tensor prod(ScalarType? type = null) => Ops.prod.Run(this, type);

        /// <summary>Products along a dimension.</summary>
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Ops.prod_dim_int.Run(this, dim, keepdim, type);

        /// <summary>Variance of all elements.</summary>
        public Tensor var(bool unbiased = true) => Ops.var.Run(this, unbiased);

        /// <summary>Variances along dimensions.</summary>
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Ops.var_dim.Run(As(type), dimensions, unbiased, keepdim);

        /// <summary>Variances along dimensions.</summary>
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Variances along a dimension.</summary>
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(Dims(dim), unbiased, keepdim, type);

        /// <summary>Standard deviation of all elements.</summary>
        public Tensor std(bool unbiased = true) => Ops.std.Run(this, unbiased);

        /// <summary>Standard deviations along dimensions.</summary>
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Ops.std_dim.Run(As(type), dimensions, unbiased, keepdim);

        /// <summary>Standard deviations along dimensions.</summary>
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        /// <summary>Standard deviations along a dimension.</summary>
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(Dims(dim), unbiased, keepdim, type);

        /// <summary>Standard deviation and mean of all elements.</summary>
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Ops.std_mean.RunTwo(this, unbiased);

        /// <summary>Variance and mean of all elements.</summary>
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Ops.var_mean.RunTwo(this, unbiased);

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2.0f) => Ops.norm_Scalar.Run(this, (double)p);

        /// <summary>The p-norms along a dimension.</summary>
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Ops.norm_ScalarOpt_dim.Run(this, (double)p, Dims(dim), keepdim);

        /// <summary>The p-norm of the difference.</summary>
        public Tensor dist(Tensor other, float p = 2.0f) => Ops.dist.Run(this, other, (double)p);

        /// <summary>The greatest element.</summary>
        public Tensor max() => Ops.max.Run(this);

        /// <summary>The greater, element by element.</summary>
        public Tensor max(Tensor other) => maximum(other);

        /// <summary>The greatest along a dimension, with their indices (int64).</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.max_dim.RunTwo(this, dim, keepdim);

        /// <summary>The least element.</summary>
        public Tensor min() => Ops.min.Run(this);

        /// <summary>The less, element by element.</summary>
        public Tensor min(Tensor other) => minimum(other);

        /// <summary>The least along a dimension, with their indices (int64).</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.min_dim.RunTwo(this, dim, keepdim);

        /// <summary>The greatest along dimensions.</summary>
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Filled(@out, Ops.amax.Run(this, dims, keepdim));

        /// <summary>The greatest along dimensions.</summary>
        public Tensor amax(params long[] dims) => Ops.amax.Run(this, dims);

        /// <summary>The least along dimensions.</summary>
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Filled(@out, Ops.amin.Run(this, dims, keepdim));

        /// <summary>The least along dimensions.</summary>
        public Tensor amin(params long[] dims) => Ops.amin.Run(this, dims);

        /// <summary>Index (int64) of the greatest element, counted in row-major order.</summary>
        public Tensor argmax() => Ops.argmax.Run(this);

        /// <summary>Indices (int64) of the greatest along a dimension.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax.Run(this, dim, keepdim);

        /// <summary>Index (int64) of the least element, counted in row-major order.</summary>
        public Tensor argmin() => Ops.argmin.Run(this);

        /// <summary>Indices (int64) of the least along a dimension.</summary>
        public Tensor argmin(long dim, bool keepdim = false) => Ops.argmin.Run(this, dim, keepdim);

        /// <summary>Whether all elements differ from zero.</summary>
        public Tensor all() => Ops.all.Run(this);

        /// <summary>Whether all elements along a dimension differ from zero.</summary>
        public Tensor all(long dim, bool keepdim = false) => Ops.all_dim.Run(this, dim, keepdim);

        /// <summary>Whether any element differs from zero.</summary>
        public Tensor any() => Ops.any.Run(this);

        /// <summary>Whether any element along a dimension differs from zero.</summary>
        public Tensor any(long dim, bool keepdim = false) => Ops.any_dim.Run(this, dim, keepdim);

        /// <summary>How many elements differ from zero (int64).</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Ops.count_nonzero.Run(this) : Ops.count_nonzero_dim_IntList.Run(this, dims);

        /// <summary>Indices of the elements that differ from zero: [count, dimensions], int64.</summary>
        public Tensor nonzero() => Ops.nonzero.Run(this);

        /// <summary>Indices of the elements that differ from zero: [count, dimensions], int64.</summary>
        public Tensor argwhere() => Ops.argwhere.Run(this);

        /// <summary>The lower median of all elements.</summary>
        public Tensor median() => Ops.median.Run(this);

        /// <summary>Quantiles along a dimension, linear between neighbours.</summary>
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.quantile.Run(this, q, dim, keepdim);

        /// <summary>Sum of the elements that are numbers.</summary>
        public Tensor nansum() => Ops.nansum.Run(this);

        /// <summary>Logarithm of the sum of exponentials along a dimension.</summary>
        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp.Run(this, Dims(dim), keepdim);

        /// <summary>Running sums along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum.Run(this, dim, type);

        /// <summary>Running products along a dimension.</summary>
        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod.Run(this, dim, type);

        /// <summary>How often each non-negative integer occurs.</summary>
        public Tensor bincount(Tensor? weights, long minlength = 0) => Ops.bincount.Run(this, weights, minlength);

        /// <summary>Counts in intervals of equal width.</summary>
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Ops.histc.Run(this, bins, min, max);

        /// <summary>Sum of the diagonal.</summary>
        public Tensor trace() => Ops.trace.Run(this);

        /// <summary>Slices scaled down to a greatest norm.</summary>
        public Tensor renorm(float p, long dim, float maxnorm) => Ops.renorm.Run(this, (double)p, dim, (double)maxnorm);
    }
}
