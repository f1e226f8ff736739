using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>How the losses of a batch become one number.</summary>
        public enum Reduction : long
        {
            /// <summary>They do not.</summary>
            None = 0,

            /// <summary>By their mean.</summary>
            Mean = 1,

            /// <summary>By their sum.</summary>
            Sum = 2,
        }

        /// <summary>Layers as functions of their inputs and weights.</summary>
        public static partial class functional
        {
            /// <summary>[..., I] times the transposed [O, I] weights, plus bias [O]: [..., O].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Ops.linear.Run(input, weights, bias);

            /// <summary>[N,C,L] with weights [O, C/groups, K]: [N,O,L'].</summary>
            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Ops.conv1d.Run(input, weight, bias, Dims(stride ?? 1), Dims(padding ?? 0), Dims(dilation ?? 1), groups);

            /// <summary>[N,C,H,W] with weights [O, C/groups, KH, KW] and bias [O]: [N,O,H',W'].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Ops.conv2d.Run(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>Negative elements become zero.</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>Negative elements are multiplied by the slope.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope).alias() : input.leaky_relu(negative_slope);

            /// <summary>Gaussian error linear unit.</summary>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <summary>Gaussian error linear unit.</summary>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? Ops.gelu_.RunOn(x).alias() : x.gelu();

            /// <summary>Each element times its logistic function.</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? Ops.silu_.RunOn(x).alias() : x.silu();

            /// <summary>Logistic function.</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <summary>Exponentials divided by their sum along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithm of the softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>Elements set to zero with probability <paramref name="p"/> and the rest scaled up; nothing outside training. Draws from the default generator.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? Ops.dropout_.RunOn(input, p, training).alias() : Ops.dropout.Run(input, p, training);

            /// <summary>Whole channels set to zero with probability <paramref name="p"/>. Draws from the default generator.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? throw new NotSupportedException("dropout2d in place is not offered: leave inplace out.") : Ops.feature_dropout.Run(input, p, training);

            /// <summary>[N,C,...] normalised for each channel: by the batch in training (updating the running values), else by the running values.</summary>
            public static Tensor batch_norm(
                Tensor input,
                Tensor? running_mean,
                Tensor? running_var,
                Tensor? weight = null,
                Tensor? bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1e-5) =>
                Ops.batch_norm.Run(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalised over the last dimensions, whose sizes are given.</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Ops.layer_norm.Run(input, normalized_shape, weight, bias, eps, true);

            /// <summary>[N,C,...] normalised over groups of channels.</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                Ops.group_norm.Run(input, num_groups, weight, bias, eps, true);

            /// <summary>Scaled to a p-norm of one along a dimension.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var scope = NewDisposeScope();
                var norm = Ops.norm_ScalarOpt_dim.Run(input, p, Dims(dim), true).clamp_min(eps);
                return input.div(norm).MoveToOuterDisposeScope();
            }

            /// <summary>Cosine of the angle between vectors along a dimension.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) => Ops.cosine_similarity.Run(x1, x2, dim, eps);

            /// <summary>Class numbers (int64) as vectors with a single one (int64); the number of classes is found when -1.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Ops.one_hot.Run(x, num_classes);
        }
    }
}
