using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Matrix product; leading dimensions broadcast.</summary>
        public Tensor matmul(Tensor target) => Ops.matmul.Run(this, target);

        /// <summary>Product of two matrices.</summary>
        public Tensor mm(Tensor target) => Ops.mm.Run(this, target);

        /// <summary>Products of two batches of matrices.</summary>
        public Tensor bmm(Tensor batch2) => Ops.bmm.Run(this, batch2);

        /// <summary>Product of a matrix and a vector.</summary>
        public Tensor mv(Tensor target) => Ops.mv.Run(this, target);

        /// <summary>Inner product of two vectors.</summary>
        public Tensor dot(Tensor target) => Ops.dot.Run(this, target);

        /// <summary>Outer product of two vectors.</summary>
        public Tensor outer(Tensor vec2) => Ops.outer.Run(this, vec2);

        /// <summary>Inner products over the last dimension.</summary>
        public Tensor inner(Tensor vec2) => Ops.inner.Run(this, vec2);

        /// <summary>Beta times this plus alpha times a matrix product.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.addmm.Run(this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>Beta times this plus alpha times a matrix product, in place.</summary>
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Ops.addmm_.RunOn(this, mat1, mat2, (double)beta, (double)alpha);

        /// <summary>Beta times this plus alpha times matrix times vector.</summary>
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) =>
            Ops.addmv.Run(this, mat, vec, (double)beta, (double)alpha);

        /// <summary>Beta times this plus alpha times products of batches.</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Ops.baddbmm.Run(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>Sum of products over pairs of dimensions.</summary>
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Ops.tensordot.Run(this, b, dims1, dims2);

        /// <summary>Kronecker product.</summary>
        public Tensor kron(Tensor other) => Ops.kron.Run(this, other);

        /// <summary>Inverse of a matrix.</summary>
        public Tensor inverse() => Ops.linalg_inv.Run(this);

        /// <summary>Determinant.</summary>
        public Tensor det() => Ops.linalg_det.Run(this);

        /// <summary>Logarithm of the determinant.</summary>
        public Tensor logdet() => Ops.logdet.Run(this);
    }
}
