using System.Diagnostics;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Reporting;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Training;
using static TorchSharp.torch;

namespace LotteryLab.Bench.Measuring;

/// <summary>
/// The least time that a step can take with these libraries on this machine: its matrix products and convolutions, forward, backward to
/// the data and backward to the weights, each in the network's own shape, repeated with warm caches, and nothing else. Convolutions are
/// tried row-major and with channels last; the faster counts.
/// </summary>
internal static class FloorProbe
{
    private const int MatrixSize = 1024;
    private const int MostRepetitions = 200;
    private const int FewestRepetitions = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(60);

    /// <summary>Measures with that many threads at work, each on its own.</summary>
    public static Measurement Measure(Workload workload, int threads)
    {
        NativeHeap.KeepFreedMemory();
        using var start = new Barrier(threads);
        var peaks = new double[threads];
        var sums = new Times[threads];
        Lanes.Run(threads, start, lane => (sums[lane], peaks[lane]) = MeasureLane(workload, start));
        var flops = StepFlops.Of(workload.Definition(), workload.BatchSize);
        var mean = new Times(sums.Average(time => time.Forward), sums.Average(time => time.BackwardData), sums.Average(time => time.BackwardWeights));
        return new Measurement
        {
            WallSeconds = mean.Total,
            CpuSeconds = mean.Total * threads,
            Units = threads,
            Threads = threads,
            PeakBytes = Measurement.OwnPeakBytes(),
            Version = Libraries.Describe(),
            Details = new Dictionary<string, double>
            {
                ["stepFlops"] = flops.Total,
                ["forwardGigaflops"] = flops.Forward / mean.Forward / 1e9,
                ["backwardDataGigaflops"] = flops.BackwardData / mean.BackwardData / 1e9,
                ["backwardWeightsGigaflops"] = flops.BackwardWeights / mean.BackwardWeights / 1e9,
                ["matrixProductGigaflops"] = peaks.Average(),
            },
        };
    }

    private static (Times Step, double MatrixGigaflops) MeasureLane(Workload workload, Barrier start)
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        var step = default(Times);
        foreach (var kernel in KernelShape.Of(workload.Definition()))
        {
            // Together, so that every lane's kernel is timed while the others run theirs.
            start.SignalAndWait();
            using var inner = NewDisposeScope();
            var once = kernel.Layer is ConvolutionLayer convolution ? Convolution(convolution, kernel.Input, workload.BatchSize) : Linear((LinearLayer)kernel.Layer, workload.BatchSize);
            step += new Times(once.Forward * kernel.Forwards, once.BackwardData * kernel.BackwardDatas, once.BackwardWeights * kernel.Forwards);
        }

        start.SignalAndWait();
        var left = randn([MatrixSize, MatrixSize]);
        var right = randn([MatrixSize, MatrixSize]);
        return (step, 2.0 * MatrixSize * MatrixSize * MatrixSize / Time(() => left.matmul(right)) / 1e9);
    }

    private static Times Linear(LinearLayer layer, int batchSize)
    {
        using var noGradient = no_grad();
        var input = randn([batchSize, layer.Inputs]);
        var weight = randn([layer.Outputs, layer.Inputs]);
        var gradient = randn([batchSize, layer.Outputs]);
        return new Times(Time(() => input.matmul(weight.t())), Time(() => gradient.matmul(weight)), Time(() => gradient.t().matmul(input)));
    }

    private static Times Convolution(ConvolutionLayer layer, LayerShape shape, int batchSize)
    {
        var plain = randn([batchSize, shape.Channels, shape.Height, shape.Width]);
        var channelsLast = ChannelsLastRuntime.Instance.Arrange(plain);
        var weight = randn([layer.Outputs, layer.Inputs / layer.Groups, layer.Kernel, layer.Kernel]);
        return Convolution(layer, plain, weight).FasterOf(Convolution(layer, channelsLast, weight));
    }

    private static Times Convolution(ConvolutionLayer layer, Tensor input, Tensor weight)
    {
        double forward;
        using (no_grad())
        {
            forward = Time(() => Run(input, weight));
        }

        return new Times(forward, Backward(input, weight, asksForInput: true), Backward(input, weight, asksForInput: false));

        Tensor Run(Tensor images, Tensor kernel) =>
            nn.functional.conv2d(images, kernel, null, [layer.Stride, layer.Stride], [layer.Padding, layer.Padding], [1, 1], layer.Groups);

        double Backward(Tensor images, Tensor kernel, bool asksForInput)
        {
            // Autograd computes only the gradient that is asked for, so each is timed alone.
            var (given, other) = asksForInput ? (images, kernel) : (kernel, images);
            var variable = given.detach().requires_grad_();
            var result = asksForInput ? Run(variable, other) : Run(other, variable);
            var gradient = ones_like(result);
            return Time(() => autograd.grad([result], [variable], [gradient], retain_graph: true)[0]);
        }
    }

    /// <summary>Median seconds of a call; its result is released at once.</summary>
    private static double Time(Func<Tensor> call)
    {
        Once();
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (times.Count < FewestRepetitions || (times.Count < MostRepetitions && Stopwatch.GetElapsedTime(began) < Patience))
        {
            times.Add(Once());
        }

        return Statistics.Median(times);

        double Once()
        {
            using var scope = NewDisposeScope();
            var started = Stopwatch.GetTimestamp();
            call();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
    }

    /// <summary>Seconds of the three kinds of work.</summary>
    private readonly record struct Times(double Forward, double BackwardData, double BackwardWeights)
    {
        public double Total => Forward + BackwardData + BackwardWeights;

        public static Times operator +(Times a, Times b) => new(a.Forward + b.Forward, a.BackwardData + b.BackwardData, a.BackwardWeights + b.BackwardWeights);

        public Times FasterOf(Times other) => new(Math.Min(Forward, other.Forward), Math.Min(BackwardData, other.BackwardData), Math.Min(BackwardWeights, other.BackwardWeights));
    }
}
