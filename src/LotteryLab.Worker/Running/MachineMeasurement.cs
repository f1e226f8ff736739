using LotteryLab.Engine.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Worker.Running;

/// <summary>
/// Measures in two or three seconds what a lane can do: products of the sizes that training meets, forward and backward, memory traffic, and the price
/// of an operation. All lanes run at once, because cores share memory, caches and heat.
/// </summary>
internal static class MachineMeasurement
{
    /// <summary>Time that each probe runs after one round of warming up.</summary>
    private const double ProbeSeconds = 0.2;

    // Weights and batch of the first and second layer of LeNet-300-100, and a product that fills the core.
    private static readonly (int Inputs, int Outputs, int Batch)[] LinearProbes = [(300, 100, 60), (784, 300, 60), (1024, 1024, 128)];

    // A first layer on images, ResNet-20's layers at three depths, and a wide layer as in VGG.
    private static readonly (int Inputs, int Outputs, int Size, int Batch)[] ConvolutionProbes = [(3, 16, 32, 32), (16, 16, 32, 32), (64, 64, 16, 16), (256, 256, 8, 8)];

    private static readonly long[] Padding = [1, 1];
    private static readonly long[] Ones = [1, 1];

    /// <summary>Measures with <paramref name="lanes"/> lanes at once; the slowest lane counts.</summary>
    public static MachineSpeeds Run(string numerics, Device device, int lanes, CancellationToken cancellation)
    {
        var meter = PowerMeter.Start();
        var linear = LinearProbes.Select(probe => new SpeedPoint((double)probe.Inputs * probe.Outputs * probe.Batch, Rate(lanes, cancellation, () => Linear(probe.Inputs, probe.Outputs, probe.Batch, device)))).ToList();
        var convolution = ConvolutionProbes.Select(probe => new SpeedPoint((double)probe.Inputs * probe.Outputs * 9, Rate(lanes, cancellation, () => Convolution(probe.Inputs, probe.Outputs, probe.Size, probe.Batch, device)))).ToList();
        List<SpeedPoint> memory = [new(1e6, Rate(lanes, cancellation, () => Memory(250_000, device))), new(3.2e7, Rate(lanes, cancellation, () => Memory(8_000_000, device)))];
        var operation = 1 / Rate(lanes, cancellation, () => Operations(device));
        return new MachineSpeeds
        {
            Version = MachineSpeeds.CurrentVersion,
            Machine = MachineSpeeds.Fingerprint(numerics),
            Lanes = lanes,
            Linear = new SpeedCurve(linear),
            Convolution = new SpeedCurve(convolution),
            Memory = new SpeedCurve(memory),
            OperationSeconds = operation,
            Watts = meter.Watts(),
            At = TimeProvider.System.GetUtcNow(),
        };
    }

    /// <summary>Work per second of the slowest lane.</summary>
    private static double Rate(int lanes, CancellationToken cancellation, Func<Probe> create)
    {
        var rates = new double[lanes];
        Parallel.For(0, lanes, new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = cancellation }, lane =>
        {
            // OpenMP counts threads for each calling thread: without this every lane would start as many as there are cores.
            set_num_threads(1);
            using var scope = NewDisposeScope();
            var probe = create();
            probe.Once();
            var began = TimeProvider.System.GetTimestamp();
            var times = 0;
            double seconds;
            do
            {
                probe.Once();
                times++;
                seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            }
            while (seconds < ProbeSeconds && !cancellation.IsCancellationRequested);
            rates[lane] = probe.Work * times / seconds;
        });
        return rates.Min();
    }

    private static Probe Linear(int inputs, int outputs, int batch, Device device)
    {
        var (images, weight) = (Random(device, batch, inputs), Random(device, outputs, inputs).requires_grad_());
        images.requires_grad_();
        return new Probe(3.0 * inputs * outputs * batch, () => Train(() => nn.functional.linear(images, weight), weight, images));
    }

    private static Probe Convolution(int inputs, int outputs, int size, int batch, Device device)
    {
        // Channels last in memory, as the engine trains convolutions.
        var images = Random(device, batch, size, size, inputs).permute(0, 3, 1, 2).detach().requires_grad_();
        var weight = Random(device, outputs, 3, 3, inputs).permute(0, 3, 1, 2).detach().requires_grad_();
        return new Probe(27.0 * inputs * outputs * size * size * batch, () => Train(() => nn.functional.conv2d(images, weight, null, Ones, Padding, Ones, 1), weight, images));
    }

    private static Probe Memory(long count, Device device)
    {
        var (values, step) = (Random(device, count), Random(device, count));

        // Two tensors are read and one is written.
        return new Probe(12.0 * count, () => values.add_(step));
    }

    private static Probe Operations(Device device)
    {
        const int repeats = 200;
        var (values, step) = (Random(device, 4), Random(device, 4));
        return new Probe(repeats, () =>
        {
            for (var i = 0; i < repeats; i++)
            {
                using var sum = values.add(step);
            }

            Wait(values);
        });
    }

    private static void Train(Func<Tensor> forward, Tensor weight, Tensor images)
    {
        using var scope = NewDisposeScope();
        forward().sum().backward();
        Wait(weight.grad!);
        weight.grad = null;
        images.grad = null;
    }

    // A GPU works behind our back until somebody asks for a number.
    private static void Wait(Tensor value)
    {
        if (value.device_type != DeviceType.CPU)
        {
            using var one = value.sum();
            _ = one.item<float>();
        }
    }

    private static Tensor Random(Device device, params long[] sizes) => rand(sizes, device: device);

    private sealed record Probe(double Work, Action Once);
}
