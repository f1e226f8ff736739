using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Part of the tensor. Positions and ranges share its memory; masks and index tensors copy.</summary>
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>Elements at index tensors (int64) or under masks, one for each leading dimension: a copy.</summary>
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>One slice of the first dimension.</summary>
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => PutAt(value, i1);
        }

        /// <summary>One slice of the first two dimensions.</summary>
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => PutAt(value, i1, i2);
        }

        /// <summary>One slice of the first three dimensions.</summary>
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => PutAt(value, i1, i2, i3);
        }

        /// <summary>One slice of the first four dimensions.</summary>
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => PutAt(value, i1, i2, i3, i4);
        }

        /// <summary>A matrix with rows and columns exchanged; in general, the last two dimensions.</summary>
        public Tensor mT => transpose(-2, -1);

        /// <summary>All dimensions in reverse order.</summary>
        public Tensor T => permute([.. Enumerable.Range(0, (int)Dimensions).Select(d => Dimensions - 1 - d)]);

        /// <summary>The real parts of a complex tensor, in its memory.</summary>
        public Tensor real => Ops.real.Run(this);

        /// <summary>The imaginary parts of a complex tensor, in its memory.</summary>
        public Tensor imag => Ops.imag.Run(this);

        /// <summary>Part of the tensor, as between brackets.</summary>
        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Narrowed(indices);
            var result = tensors is null ? view : Ops.index_Tensor.Run(view, Argument.OptionalTensors(tensors));
            return (ReferenceEquals(result, this) ? alias() : result).MoveToOuterDisposeScope();
        }

        /// <summary>Elements at index tensors (int64) or under masks.</summary>
        public Tensor index(params Tensor[] indices) => Ops.index_Tensor.Run(this, Argument.OptionalTensors(indices));

        /// <summary>Writes to the part named, shapes broadcast; returns this tensor.</summary>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes or adds to the part named, shapes broadcast; returns this tensor.</summary>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Narrowed(indices);
            if (tensors is not null)
            {
                Ops.index_put_.RunOn(view, Argument.OptionalTensors(tensors), value.to(view), accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(value);
            }

            return this;
        }

        /// <summary>Writes to the elements at index tensors or under masks; returns this tensor.</summary>
        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        /// <summary>Writes or adds to the elements at index tensors or under masks; returns this tensor.</summary>
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Ops.index_put_.RunOn(this, Argument.OptionalTensors(indices), value, accumulate);

        /// <summary>Writes a number to the part named; returns this tensor.</summary>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = full([], value, dtype: dtype, device: device);
            return index_put_(number, indices);
        }

        private Tensor At(params ReadOnlySpan<long> position)
        {
            using var scope = NewDisposeScope();
            var view = this;
            foreach (var index in position)
            {
                view = view.select(0, index);
            }

            return view.MoveToOuterDisposeScope();
        }

        private void PutAt(Tensor value, params ReadOnlySpan<long> position)
        {
            using var view = At(position);
            view.copy_(value);
        }

        /// <summary>Applies all but index tensors as views; those are returned, one for each dimension of the view.</summary>
        private (Tensor View, Tensor?[]? Tensors) Narrowed(TensorIndex[] indices)
        {
            var view = this;
            var at = 0;
            List<Tensor?>? tensors = null;
            var taken = indices.Sum(DimensionsTaken);
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        view = view.select(at, index.Start!.Value);
                        break;
                    case TensorIndex.IndexKind.Slice:
                        view = index is { Start: null, Stop: null, Step: null }
                            ? view
                            : Ops.slice_Tensor.Run(view, (long)at, index.Start, index.Stop, index.Step ?? 1L);
                        at++;
                        break;
                    case TensorIndex.IndexKind.NewDimension:
                        view = view.unsqueeze(at++);
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        at += (int)Dimensions - taken;
                        break;
                    case TensorIndex.IndexKind.Truth:
                        view = view.unsqueeze(at);
                        Place(ref tensors, at++, tensor((long[])(index.Start != 0 ? [0] : [])));
                        break;
                    default:
                        Place(ref tensors, at, index.Indices!);
                        at += DimensionsTaken(index);
                        break;
                }
            }

            return (view, tensors?.ToArray());
        }

        private static int DimensionsTaken(TensorIndex index) => index.Kind switch
        {
            TensorIndex.IndexKind.Single or TensorIndex.IndexKind.Slice => 1,
            TensorIndex.IndexKind.Tensor when index.Indices!.dtype == ScalarType.Bool => (int)index.Indices.Dimensions,
            TensorIndex.IndexKind.Tensor => 1,
            _ => 0,
        };

        private static void Place(ref List<Tensor?>? tensors, int at, Tensor index)
        {
            tensors ??= [];
            // A mask over several dimensions takes one entry: the operator turns it into one index for each of them.
            for (var missing = at - Covered(tensors); missing > 0; missing--)
            {
                tensors.Add(null);
            }

            tensors.Add(index);
        }

        private static int Covered(List<Tensor?> tensors) =>
            tensors.Sum(tensor => tensor is not null && tensor.dtype == ScalarType.Bool ? (int)tensor.Dimensions : 1);
    }
}
