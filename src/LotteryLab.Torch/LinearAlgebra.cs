using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions and norms.</summary>
    public static class linalg
    {
        /// <summary>Which parts of a QR decomposition are computed.</summary>
        public enum QRMode
        {
            /// <summary>As many columns as the matrix has.</summary>
            Reduced = 0,

            /// <summary>A square Q.</summary>
            Complete = 1,

            /// <summary>R only.</summary>
            R = 2,
        }

        /// <summary>An orthogonal matrix and an upper triangular one whose product is the input.</summary>
        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Ops.linalg_qr.RunTwo(
            input,
            mode switch
            {
                QRMode.Complete => "complete",
                QRMode.R => "r",
                _ => "reduced",
            });

        /// <summary>Singular value decomposition.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd.RunThree(input, fullMatrices);

        /// <summary>Singular values, greatest first.</summary>
        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals.Run(input);

        /// <summary>Eigenvalues, least first, and eigenvectors of a symmetric matrix.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh.RunTwo(input, UPLO.ToString());

        /// <summary>Lower triangular matrix whose product with its transpose is the input.</summary>
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky.Run(input);

        /// <summary>Inverse of a matrix.</summary>
        public static Tensor inv(Tensor input) => Ops.linalg_inv.Run(input);

        /// <summary>Determinant.</summary>
        public static Tensor det(Tensor input) => Ops.linalg_det.Run(input);

        /// <summary>The X for which A times X is B.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Ops.linalg_solve.Run(A, B, left);

        /// <summary>Norm by name (fro, nuc).</summary>
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm_ord_str.Run(input, ord, dims, keepdim);

        /// <summary>Norm by number: of vectors with one dimension, of matrices with two.</summary>
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_norm.Run(input, ord, dims, keepdim);

        /// <summary>Euclidean norm.</summary>
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm.Run(input, Argument.None, dims, keepdim);

        /// <summary>Norm of vectors, or of all elements as one vector.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) =>
            Ops.linalg_vector_norm.Run(input, ord, dims, keepdim);
    }
}
