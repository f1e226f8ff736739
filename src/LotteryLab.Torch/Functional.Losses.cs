using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Cross entropy of scores [N,C,...] and classes [N,...] (int64) or class probabilities [N,C,...].</summary>
            public static Tensor cross_entropy(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0) =>
                Ops.cross_entropy_loss.Run(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Negative of the log-probability [N,C,...] of the class [N,...] (int64).</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Ops.nll_loss_nd.Run(input, target, weight, (long)reduction, -100L);

            /// <summary>Squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.mse_loss.Run(input, target, (long)reduction);

            /// <summary>Absolute difference.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Ops.l1_loss.Run(input, target, (long)reduction);

            /// <summary>Squared difference near zero, absolute difference further out.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Ops.smooth_l1_loss.Run(input, target, (long)reduction, beta);

            /// <summary>Kullback-Leibler divergence of log-probabilities from a target, itself in logarithms unless told otherwise.</summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Ops.kl_div.Run(input, target, (long)reduction, log_target);

            /// <summary>Binary cross entropy of scores and probabilities of the same shape.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Ops.binary_cross_entropy_with_logits.Run(input, target, weight, pos_weights, (long)reduction);
        }
    }
}
