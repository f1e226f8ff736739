using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How pixels between pixels are found.</summary>
    public enum InterpolationMode
    {
        /// <summary>The nearest pixel.</summary>
        Nearest = 0,

        /// <summary>Linear in one dimension.</summary>
        Linear = 1,

        /// <summary>Linear in two dimensions.</summary>
        Bilinear = 2,

        /// <summary>Cubic in two dimensions.</summary>
        Bicubic = 3,

        /// <summary>Linear in three dimensions.</summary>
        Trilinear = 4,

        /// <summary>Mean over the area.</summary>
        Area = 5,

        /// <summary>The nearest pixel, without the old rounding error.</summary>
        NearestExact = 6,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>[N,C,H,W]: the greatest of each window.</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Ops.max_pool2d.Run(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>[N,C,H,W]: the greatest of each square window.</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Ops.max_pool2d.Run(input, Dims(kernel_size), Dims(stride ?? kernel_size), Dims(padding ?? 0), Dims(dilation ?? 1), ceil_mode);

            /// <summary>[N,C,H,W]: the greatest of each window.</summary>
            public static Tensor max_pool2d(
                Tensor input,
                (long, long) kernel_size,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                bool ceil_mode = false) =>
                Ops.max_pool2d.Run(input, Pair(kernel_size), Pair(stride ?? kernel_size), Pair(padding ?? (0, 0)), Pair(dilation ?? (1, 1)), ceil_mode);

            /// <summary>[N,C,H,W]: the greatest of each window, and where it was.</summary>
            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Ops.max_pool2d_with_indices.RunTwo(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>[N,C,H,W]: the mean of each window.</summary>
            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                Ops.avg_pool2d.Run(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>[N,C,H,W]: the mean of each square window.</summary>
            public static Tensor avg_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long padding = 0,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(input, Dims(kernel_size), Dims(stride ?? kernel_size), Dims(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>[N,C,H,W]: means of as many windows as give the output size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Ops.adaptive_avg_pool2d.Run(input, output_size);

            /// <summary>[N,C,H,W]: means of as many windows as give the output size.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => Ops.adaptive_avg_pool2d.Run(input, Pair(output_size));

            /// <summary>[N,C,H,W]: means of as many windows as give a square output.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => Ops.adaptive_avg_pool2d.Run(input, Dims(output_size, output_size));

            /// <summary>Edges added; sizes in pairs, from the last dimension on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Ops.pad.Run(input, pad, NameOf(mode), mode is PaddingModes.Constant or PaddingModes.Zeros ? value : Argument.None);

            /// <summary>Edges added; sizes in pairs, from the last dimension on.</summary>
            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            /// <summary>Edges added to the last dimension.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Pair(pad), mode, value);

            /// <summary>Edges added to the last two dimensions: left, right, top, bottom.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Dims(pad.Item1, pad.Item2, pad.Item3, pad.Item4), mode, value);

            /// <summary>[N,C,H,W] in another size, by the nearest pixel or bilinearly.</summary>
            /// <exception cref="NotSupportedException">Another mode, or an input that is not an image.</exception>
            public static Tensor interpolate(
                Tensor x,
                long[]? size = null,
                double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false)
            {
                if (x.ndim != 4 || antialias || recompute_scale_factor)
                {
                    throw new NotSupportedException("interpolate works on [N,C,H,W], without antialias and without recomputed scale factors.");
                }

                var target = size ?? [(long)Math.Floor(x.size(2) * scale_factor![0]), (long)Math.Floor(x.size(3) * scale_factor[^1])];
                target = target.Length == 1 ? [target[0], target[0]] : target;
                double? vertical = size is null ? scale_factor![0] : null;
                double? horizontal = size is null ? scale_factor![^1] : null;
                return mode switch
                {
                    InterpolationMode.Nearest => Ops.upsample_nearest2d.Run(x, target, Argument.Double(vertical), Argument.Double(horizontal)),
                    InterpolationMode.Bilinear => Ops.upsample_bilinear2d.Run(
                        x, target, align_corners ?? false, Argument.Double(vertical), Argument.Double(horizontal)),
                    _ => throw new NotSupportedException($"interpolate knows Nearest and Bilinear, not {mode}."),
                };
            }

            /// <summary>[N,C,H,W] as columns, one for each window: [N, C*K*K, windows].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                Ops.im2col.Run(input, Dims(kernel_size, kernel_size), Dims(dilation, dilation), Dims(padding, padding), Dims(stride, stride));

            private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];

            private static string NameOf(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}
