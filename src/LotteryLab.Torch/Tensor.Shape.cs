using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The same elements in another shape; one size may be -1.</summary>
        public Tensor reshape(params long[] shape) => Ops.reshape.Run(this, shape);

        /// <summary>The same memory in another shape; one size may be -1.</summary>
        public Tensor view(params long[] shape) => Ops.view.Run(this, shape);

        /// <summary>The same memory in the shape of another tensor.</summary>
        public Tensor view_as(Tensor other) => view(other.shape);

        /// <summary>Neighbouring dimensions joined into one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Run(this, start_dim, end_dim);

        /// <summary>A dimension split into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes) => reshape([.. Split(dim, sizes)]);

        /// <summary>All elements in one dimension.</summary>
        public Tensor ravel() => reshape(-1);

        /// <summary>Without dimensions of size one, or without that one.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.squeeze_dim.Run(this, d) : Ops.squeeze.Run(this);

        /// <summary>Without dimensions of size one, in place.</summary>
        public Tensor squeeze_(long? dim = null) => dim is { } d ? Ops.squeeze__dim.RunOn(this, d) : Ops.squeeze_.RunOn(this);

        /// <summary>With a new dimension of size one.</summary>
        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Run(this, dim);

        /// <summary>With a new dimension of size one, in place.</summary>
        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.RunOn(this, dim);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Run(this, dim0, dim1);

        /// <summary>Two dimensions exchanged, in place.</summary>
        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_.RunOn(this, dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>Two dimensions exchanged.</summary>
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        /// <summary>A matrix with rows and columns exchanged.</summary>
        public Tensor t() => Ops.t.Run(this);

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(params long[] permutation) => Ops.permute.Run(this, permutation);

        /// <summary>Dimensions in another order.</summary>
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        /// <summary>Dimensions moved to other places.</summary>
        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Run(this, source, destination);

        /// <summary>Dimensions of size one repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Ops.expand.Run(this, sizes.ToArray(), isImplicit);

        /// <summary>Dimensions of size one repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand.Run(this, sizes, isImplicit);

        /// <summary>Dimensions of size one repeated without copying; -1 keeps a size.</summary>
        public Tensor expand(params long[] sizes) => Ops.expand.Run(this, sizes, false);

        /// <summary>Expanded to the shape of another tensor.</summary>
        public Tensor expand_as(Tensor other) => expand(other.shape);

        /// <summary>Expanded to a shape.</summary>
        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to.Run(this, shape);

        /// <summary>Copies laid side by side, so many along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Ops.repeat.Run(this, sizes);

        /// <summary>Each element repeated.</summary>
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_int.Run(this, repeats, dim, output_size);

        /// <summary>Each element repeated as often as told.</summary>
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Ops.repeat_interleave_self_Tensor.Run(this, repeats, dim, output_size);

        /// <summary>Copies laid side by side.</summary>
        public Tensor tile(long[] reps) => Ops.tile.Run(this, reps);

        /// <summary>The elements one after the other in memory, last dimension fastest.</summary>
        public Tensor contiguous() => Ops.contiguous.Run(this);

        /// <summary>Order reversed along dimensions.</summary>
        public Tensor flip(params long[] dims) => Ops.flip.Run(this, dims);

        /// <summary>Columns in reverse order.</summary>
        public Tensor fliplr() => Ops.fliplr.Run(this);

        /// <summary>Rows in reverse order.</summary>
        public Tensor flipud() => Ops.flipud.Run(this);

        /// <summary>Elements moved along, those leaving one end entering at the other.</summary>
        public Tensor roll(long shifts, long? dims = null) => Ops.roll.Run(this, Dims(shifts), dims is { } d ? Dims(d) : []);

        /// <summary>Elements moved along several dimensions.</summary>
        public Tensor roll(long[] shifts, long[] dims) => Ops.roll.Run(this, shifts, dims);

        /// <summary>Elements moved along the first dimension.</summary>
        public Tensor roll(long[] shifts) => Ops.roll.Run(this, shifts, Dims(0));

        /// <summary>Turned by right angles.</summary>
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Ops.rot90.Run(this, k, dims is { } d ? Dims(d.Item1, d.Item2) : Dims(0, 1));

        /// <summary>Windows along a dimension, as a new last dimension.</summary>
        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Run(this, dimension, size, step);

        /// <summary>The lower triangle, zero elsewhere.</summary>
        public Tensor tril(long diagonal = 0) => Ops.tril.Run(this, diagonal);

        /// <summary>The upper triangle, zero elsewhere.</summary>
        public Tensor triu(long diagonal = 0) => Ops.triu.Run(this, diagonal);

        /// <summary>A matrix's diagonal, or a matrix from its diagonal.</summary>
        public Tensor diag(long diagonal = 0) => Ops.diag.Run(this, diagonal);

        /// <summary>The diagonal of two dimensions.</summary>
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Ops.diagonal.Run(this, offset, dim1, dim2);

        /// <summary>Matrices from their diagonals.</summary>
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => Ops.diag_embed.Run(this, offset, dim1, dim2);

        /// <summary>The same memory with given sizes and strides.</summary>
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Ops.as_strided.Run(this, size, strides, storageOffset);

        /// <summary>The slices along a dimension.</summary>
        public Tensor[] unbind(long dimension = 0L) => Ops.unbind_int.RunList(this, dimension);

        /// <summary>Pieces of a size along a dimension.</summary>
        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.RunList(this, size, (long)dim);

        /// <summary>Pieces of given sizes along a dimension.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_with_sizes.RunList(this, sizes, dim);

        /// <summary>So many pieces along a dimension.</summary>
        public Tensor[] chunk(long chunks, long dim = 0L) => Ops.chunk.RunList(this, chunks, dim);
    }
}
