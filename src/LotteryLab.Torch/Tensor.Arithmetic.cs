using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Sum, element by element, shapes broadcast.</summary>
        public Tensor add(Tensor target) => Ops.add_Tensor.Run(this, target);

        /// <summary>This plus <paramref name="alpha"/> times <paramref name="target"/>.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Run(this, target, alpha);

        /// <summary>Adds a number to each element.</summary>
        public Tensor add(Scalar scalar) => Ops.add_Scalar.Run(this, scalar);

        /// <summary>Adds alpha times a number to each element.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar.Run(this, scalar, alpha);

        /// <summary>Adds a tensor in place.</summary>
        public Tensor add_(Tensor target) => Ops.add__Tensor.RunOn(this, target);

        /// <summary>Adds alpha times a tensor in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor.RunOn(this, target, alpha);

        /// <summary>Adds a number in place.</summary>
        public Tensor add_(Scalar scalar) => Ops.add__Scalar.RunOn(this, scalar);

        /// <summary>Adds alpha times a number in place.</summary>
        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar.RunOn(this, scalar, alpha);

        /// <summary>Difference, element by element, shapes broadcast.</summary>
        public Tensor sub(Tensor target) => Ops.sub_Tensor.Run(this, target);

        /// <summary>Subtracts a number from each element.</summary>
        public Tensor sub(Scalar target) => Ops.sub_Scalar.Run(this, target);

        /// <summary>Subtracts a tensor in place.</summary>
        public Tensor sub_(Tensor target) => Ops.sub__Tensor.RunOn(this, target);

        /// <summary>Subtracts a number in place.</summary>
        public Tensor sub_(Scalar target) => Ops.sub__Scalar.RunOn(this, target);

        /// <summary>Difference, element by element.</summary>
        public Tensor subtract(Tensor target) => sub(target);

        /// <summary>Subtracts a number from each element.</summary>
        public Tensor subtract(Scalar target) => sub(target);

        /// <summary>Subtracts a tensor in place.</summary>
        public Tensor subtract_(Tensor target) => sub_(target);

        /// <summary>Subtracts a number in place.</summary>
        public Tensor subtract_(Scalar target) => sub_(target);

        /// <summary>Product, element by element, shapes broadcast.</summary>
        public Tensor mul(Tensor target) => Ops.mul_Tensor.Run(this, target);

        /// <summary>Multiplies each element by a number.</summary>
        public Tensor mul(Scalar target) => Ops.mul_Scalar.Run(this, target);

        /// <summary>Multiplies by a tensor in place.</summary>
        public Tensor mul_(Tensor target) => Ops.mul__Tensor.RunOn(this, target);

        /// <summary>Multiplies by a number in place.</summary>
        public Tensor mul_(Scalar target) => Ops.mul__Scalar.RunOn(this, target);

        /// <summary>Product, element by element.</summary>
        public Tensor multiply(Tensor target) => mul(target);

        /// <summary>Multiplies each element by a number.</summary>
        public Tensor multiply(Scalar target) => mul(target);

        /// <summary>Quotient, element by element, shapes broadcast.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div_Tensor_mode.Run(this, target, NameOf(rounding_mode));

        /// <summary>Divides each element by a number.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div_Scalar_mode.Run(this, target, NameOf(rounding_mode));

        /// <summary>Divides by a tensor in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div__Tensor_mode.RunOn(this, target, NameOf(rounding_mode));

        /// <summary>Divides by a number in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Ops.div__Scalar_mode.RunOn(this, target, NameOf(rounding_mode));

        /// <summary>Quotient, element by element.</summary>
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>Divides each element by a number.</summary>
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        /// <summary>Quotient, element by element; integers become floating point.</summary>
        public Tensor true_divide(Tensor other) => div(other);

        /// <summary>Quotient; integers become floating point.</summary>
        public Tensor true_divide(Scalar other) => div(other);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Run(this, other);

        /// <summary>Quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar.Run(this, other);

        /// <summary>Remainder with the divisor's sign.</summary>
        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Run(this, target);

        /// <summary>Remainder with the divisor's sign.</summary>
        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Run(this, scalar);

        /// <summary>Remainder with the divisor's sign, in place.</summary>
        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar.RunOn(this, scalar);

        /// <summary>Remainder with the dividend's sign.</summary>
        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Run(this, target);

        /// <summary>Remainder with the dividend's sign.</summary>
        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Run(this, scalar);

        /// <summary>Power, element by element.</summary>
        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Run(this, exponent);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Run(this, exponent);

        /// <summary>Power in place.</summary>
        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.RunOn(this, exponent);

        /// <summary>Each element to a power, in place.</summary>
        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.RunOn(this, exponent);

        /// <summary>This plus value times tensor1 times tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Run(this, tensor1, tensor2, value);

        /// <summary>Adds value times tensor1 times tensor2 in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.RunOn(this, tensor1, tensor2, value);

        /// <summary>This plus value times tensor1 over tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Run(this, tensor1, tensor2, value);

        /// <summary>This plus tensor1 over tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv.Run(this, tensor1, tensor2);

        /// <summary>Adds value times tensor1 over tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.RunOn(this, tensor1, tensor2, value);

        /// <summary>Adds tensor1 over tensor2 in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_.RunOn(this, tensor1, tensor2);

        /// <summary>From this towards <paramref name="end"/> by <paramref name="weight"/>.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Run(this, end, weight);

        /// <summary>From this towards <paramref name="end"/> by <paramref name="weight"/>, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.RunOn(this, end, weight);
    }
}
