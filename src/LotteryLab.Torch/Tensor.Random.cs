using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Filled from a normal distribution.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Ops.normal_.RunOn(this, mean, std, generator);

        /// <summary>Filled evenly from [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_.RunOn(this, from, to, generator);

        /// <summary>Filled with integers from [from, to).</summary>
        public Tensor random_(double from, double to, Generator? generator = null) => Ops.random__from.RunOn(this, (long)from, (long)to, generator);

        /// <summary>Ones with the elements as probabilities, else zeros.</summary>
        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli.Run(this, generator);

        /// <summary>Ones with a probability, else zeros, in place.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Ops.bernoulli__float.RunOn(this, p, generator);

        /// <summary>Ones with probabilities from a tensor, else zeros, in place.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Ops.bernoulli__Tensor.RunOn(this, p, generator);

        /// <summary>Filled from an exponential distribution.</summary>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Ops.exponential_.RunOn(this, lambda, generator);

        /// <summary>Filled from a log-normal distribution.</summary>
        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            Ops.log_normal_.RunOn(this, mean, std, generator);

        /// <summary>Filled from a Cauchy distribution.</summary>
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) =>
            Ops.cauchy_.RunOn(this, median, sigma, generator);

        /// <summary>Filled from a geometric distribution.</summary>
        public Tensor geometric_(double p, Generator? generator = null) => Ops.geometric_.RunOn(this, p, generator);

        /// <summary>Indices (int64) drawn with the elements as weights.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Ops.multinomial.Run(this, num_samples, replacement, generator);

        /// <summary>Poisson numbers with the elements as rates.</summary>
        public Tensor poisson(Generator? generator = null) => Ops.poisson.Run(this, generator);
    }
}
