using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Absolute value.</summary>
        public Tensor abs() => Ops.abs.Run(this);

        /// <summary>Absolute value in place.</summary>
        public Tensor abs_() => Ops.abs_.RunOn(this);

        /// <summary>Absolute value.</summary>
        public Tensor absolute() => abs();

        /// <summary>Opposite sign.</summary>
        public Tensor neg() => Ops.neg.Run(this);

        /// <summary>Opposite sign in place.</summary>
        public Tensor neg_() => Ops.neg_.RunOn(this);

        /// <summary>Opposite sign.</summary>
        public Tensor negative() => neg();

        /// <summary>Square root.</summary>
        public Tensor sqrt() => Ops.sqrt.Run(this);

        /// <summary>Square root in place.</summary>
        public Tensor sqrt_() => Ops.sqrt_.RunOn(this);

        /// <summary>One over the square root.</summary>
        public Tensor rsqrt() => Ops.rsqrt.Run(this);

        /// <summary>One over the square root, in place.</summary>
        public Tensor rsqrt_() => Ops.rsqrt_.RunOn(this);

        /// <summary>Square.</summary>
        public Tensor square() => Ops.pow_Tensor_Scalar.Run(this, 2L);

        /// <summary>Exponential.</summary>
        public Tensor exp() => Ops.exp.Run(this);

        /// <summary>Exponential in place.</summary>
        public Tensor exp_() => Ops.exp_.RunOn(this);

        /// <summary>Two to the power of each element.</summary>
        public Tensor exp2() => Ops.exp2.Run(this);

        /// <summary>Exponential minus one.</summary>
        public Tensor expm1() => Ops.expm1.Run(this);

        /// <summary>Natural logarithm.</summary>
        public Tensor log() => Ops.log.Run(this);

        /// <summary>Natural logarithm in place.</summary>
        public Tensor log_() => Ops.log_.RunOn(this);

        /// <summary>Decimal logarithm.</summary>
        public Tensor log10() => Ops.log10.Run(this);

        /// <summary>Logarithm of one plus each element.</summary>
        public Tensor log1p() => Ops.log1p.Run(this);

        /// <summary>Binary logarithm.</summary>
        public Tensor log2() => Ops.log2.Run(this);

        /// <summary>Logarithm of the sum of the exponentials.</summary>
        public Tensor logaddexp(Tensor other) => Ops.logaddexp.Run(this, other);

        /// <summary>One over each element.</summary>
        public Tensor reciprocal() => Ops.reciprocal.Run(this);

        /// <summary>One over each element, in place.</summary>
        public Tensor reciprocal_() => Ops.reciprocal_.RunOn(this);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sign() => Ops.sign.Run(this);

        /// <summary>-1, 0 or 1, in place.</summary>
        public Tensor sign_() => Ops.sign_.RunOn(this);

        /// <summary>-1, 0 or 1.</summary>
        public Tensor sgn() => Ops.sgn.Run(this);

        /// <summary>Rounded down.</summary>
        public Tensor floor() => Ops.floor.Run(this);

        /// <summary>Rounded down in place.</summary>
        public Tensor floor_() => Ops.floor_.RunOn(this);

        /// <summary>Rounded up.</summary>
        public Tensor ceil() => Ops.ceil.Run(this);

        /// <summary>Rounded up in place.</summary>
        public Tensor ceil_() => Ops.ceil_.RunOn(this);

        /// <summary>Rounded, halves to even.</summary>
        public Tensor round(long decimals = 0L) => Ops.round_decimals.Run(this, decimals);

        /// <summary>Rounded in place, halves to even.</summary>
        public Tensor round_(long decimals = 0L) => Ops.round__decimals.RunOn(this, decimals);

        /// <summary>Rounded towards zero.</summary>
        public Tensor trunc() => Ops.trunc.Run(this);

        /// <summary>Rounded towards zero in place.</summary>
        public Tensor trunc_() => Ops.trunc_.RunOn(this);

        /// <summary>Fractional part.</summary>
        public Tensor frac() => Ops.frac.Run(this);

        /// <summary>Kept between two numbers.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Run(this, min, max);

        /// <summary>Kept between two tensors.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor.Run(this, min, max);

        /// <summary>Kept between two numbers, in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.RunOn(this, min, max);

        /// <summary>Kept between two tensors, in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor.RunOn(this, min, max);

        /// <summary>Kept between two numbers.</summary>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        /// <summary>No less than a number.</summary>
        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Run(this, min);

        /// <summary>No less than a number, in place.</summary>
        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_.RunOn(this, min);

        /// <summary>No more than a number.</summary>
        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Run(this, max);

        /// <summary>No more than a number, in place.</summary>
        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_.RunOn(this, max);

        /// <summary>Error function.</summary>
        public Tensor erf() => Ops.erf.Run(this);

        /// <summary>One minus the error function.</summary>
        public Tensor erfc() => Ops.erfc.Run(this);

        /// <summary>Inverse of the error function.</summary>
        public Tensor erfinv() => Ops.erfinv.Run(this);

        /// <summary>Logarithm of the gamma function.</summary>
        public Tensor lgamma() => Ops.lgamma.Run(this);

        /// <summary>Derivative of the logarithm of the gamma function.</summary>
        public Tensor digamma() => Ops.digamma.Run(this);

        /// <summary>Sine.</summary>
        public Tensor sin() => Ops.sin.Run(this);

        /// <summary>Cosine.</summary>
        public Tensor cos() => Ops.cos.Run(this);

        /// <summary>Tangent.</summary>
        public Tensor tan() => Ops.tan.Run(this);

        /// <summary>Inverse sine.</summary>
        public Tensor asin() => Ops.asin.Run(this);

        /// <summary>Inverse cosine.</summary>
        public Tensor acos() => Ops.acos.Run(this);

        /// <summary>Inverse tangent.</summary>
        public Tensor atan() => Ops.atan.Run(this);

        /// <summary>Angle of the point (other, this).</summary>
        public Tensor atan2(Tensor other) => Ops.atan2.Run(this, other);

        /// <summary>Hyperbolic sine.</summary>
        public Tensor sinh() => Ops.sinh.Run(this);

        /// <summary>Hyperbolic cosine.</summary>
        public Tensor cosh() => Ops.cosh.Run(this);

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor tanh() => Ops.tanh.Run(this);

        /// <summary>Hyperbolic tangent in place.</summary>
        public Tensor tanh_() => Ops.tanh_.RunOn(this);

        /// <summary>Logistic function.</summary>
        public Tensor sigmoid() => Ops.sigmoid.Run(this);

        /// <summary>Logistic function in place.</summary>
        public Tensor sigmoid_() => Ops.sigmoid_.RunOn(this);

        /// <summary>Negative elements become zero.</summary>
        public Tensor relu() => Ops.relu.Run(this);

        /// <summary>Negative elements become zero, in place.</summary>
        public Tensor relu_() => Ops.relu_.RunOn(this);

        /// <summary>Gaussian error linear unit.</summary>
        public Tensor gelu() => Ops.gelu.Run(this);

        /// <summary>Each element times its logistic function.</summary>
        public Tensor silu() => Ops.silu.Run(this);

        /// <summary>Negative elements are multiplied by the slope.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Ops.leaky_relu.Run(this, negative_slope);

        /// <summary>Negative elements are multiplied by the slope, in place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope) => Ops.leaky_relu_.RunOn(this, negative_slope);

        /// <summary>Smooth version of relu.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Ops.softplus.Run(this, beta, threshold);

        /// <summary>Exponential linear unit.</summary>
        public Tensor elu(double alpha = 1) => Ops.elu.Run(this, alpha);

        /// <summary>Kept between two numbers.</summary>
        public Tensor hardtanh(Scalar min, Scalar max) => Ops.hardtanh.Run(this, min, max);

        /// <summary>Elements not above the threshold become the value.</summary>
        public Tensor threshold(Scalar threshold, Scalar value) => Ops.threshold.Run(this, threshold, value);

        /// <summary>Exponentials divided by their sum along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Ops.softmax_int.Run(this, dim, dtype);

        /// <summary>Logarithm of the softmax along a dimension.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Ops.log_softmax_int.Run(this, dim, dtype);

        /// <summary>Replaces NaN and infinities.</summary>
        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num.Run(this, nan, Argument.Double(posinf), Argument.Double(neginf));

        /// <summary>This times the logarithm of y, zero where this is zero.</summary>
        public Tensor xlogy(Tensor y) => Ops.xlogy_Tensor.Run(this, y);

        /// <summary>Bits set in both.</summary>
        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor.Run(this, other);

        /// <summary>Bits set in either.</summary>
        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor.Run(this, other);

        /// <summary>Bits set in one only.</summary>
        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor.Run(this, other);

        /// <summary>All bits changed; for truth values, negation.</summary>
        public Tensor bitwise_not() => Ops.bitwise_not.Run(this);

        /// <summary>Bits moved up.</summary>
        public Tensor bitwise_left_shift(Tensor other) => Ops.bitwise_left_shift_Tensor.Run(this, other);

        /// <summary>Bits moved down.</summary>
        public Tensor bitwise_right_shift(Tensor other) => Ops.bitwise_right_shift_Tensor.Run(this, other);
    }
}
