namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Filling of weights.</summary>
        public static class init
        {
            /// <summary>Inputs and outputs of one unit: for [O, I, ...] weights, I and O times the size of the rest.</summary>
            /// <exception cref="ArgumentException">Fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
                }

                var receptive = shape.Skip(2).Aggregate(1L, (product, size) => product * size);
                return (shape[1] * receptive, shape[0] * receptive);
            }

            /// <summary>Fills evenly from [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var still = no_grad();
                return tensor.uniform_(low, high, generator);
            }

            /// <summary>Fills from a normal distribution.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var still = no_grad();
                return tensor.normal_(mean, std, generator);
            }

            /// <summary>Fills with one number.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var still = no_grad();
                return tensor.fill_(val);
            }

            /// <summary>Fills with zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);

            /// <summary>Fills with ones.</summary>
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);
        }
    }
}
