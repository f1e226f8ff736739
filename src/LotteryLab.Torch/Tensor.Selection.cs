using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Slices named by an index vector (int64).</summary>
        public Tensor index_select(long dim, Tensor index) => Ops.index_select.Run(this, dim, index);

        /// <summary>One slice, without the dimension.</summary>
        public Tensor select(long dim, long index) => Ops.select_int.Run(this, dim, index);

        /// <summary>A range of slices.</summary>
        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Run(this, dim, start, length);

        /// <summary>A range of slices with a step.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice_Tensor.Run(this, dim, start, finish, step);

        /// <summary>Elements by their row-major index (int64).</summary>
        public Tensor take(Tensor index) => Ops.take.Run(this, index);

        /// <summary>Elements by their index along a dimension.</summary>
        public Tensor take_along_dim(Tensor indices, long dim) => Ops.take_along_dim.Run(this, indices, dim);

        /// <summary>Elements by their index along a dimension.</summary>
        public Tensor gather(long dim, Tensor index) => Ops.gather.Run(this, dim, index);

        /// <summary>A copy with elements replaced by their index along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src.Run(this, dim, index, src);

        /// <summary>Elements replaced by their index along a dimension, in place.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src.RunOn(this, dim, index, src);

        /// <summary>A copy with values added by their index along a dimension.</summary>
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add.Run(this, dim, index, src);

        /// <summary>Values added by their index along a dimension, in place.</summary>
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_.RunOn(this, dim, index, src);

        /// <summary>A copy with alpha times slices added.</summary>
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add.Run(this, dim, index, source, alpha);

        /// <summary>Alpha times slices added in place.</summary>
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add_.RunOn(this, dim, index, source, alpha);

        /// <summary>A copy with slices replaced.</summary>
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Ops.index_copy.Run(this, dim, index, source);

        /// <summary>Slices replaced in place.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Ops.index_copy_.RunOn(this, dim, index, source);

        /// <summary>A copy with slices filled with a number.</summary>
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Ops.index_fill_int_Scalar.Run(this, dim, index, value);

        /// <summary>Slices filled with a number in place.</summary>
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Ops.index_fill__int_Scalar.RunOn(this, dim, index, value);

        /// <summary>The elements where the mask holds, in one dimension.</summary>
        public Tensor masked_select(Tensor mask) => Ops.masked_select.Run(this, mask);

        /// <summary>A copy with a number where the mask holds.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar.Run(this, mask, value);

        /// <summary>A number where the mask holds, in place.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar.RunOn(this, mask, value);

        /// <summary>A copy with values, in order, where the mask holds.</summary>
        public Tensor masked_scatter(Tensor mask, Tensor value) => Ops.masked_scatter.Run(this, mask, value);

        /// <summary>Values, in order, where the mask holds, in place.</summary>
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Ops.masked_scatter_.RunOn(this, mask, value);
    }
}
