using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

public sealed class AllocationTests
{
    private const int Warmup = 200;
    private const int Window = 20;

    private static readonly NetworkDefinition Linear = Flat(new FlattenLayer(), new LinearLayer("fc1", 64, 21), new ReluLayer(), new LinearLayer("fc", 21, 4));

    private static readonly NetworkDefinition Convolutional = Flat(
        new ConvolutionLayer("conv", 1, 5, 3, Padding: 1, HasBias: false),
        new BatchNormLayer("bn", 5),
        new ReluLayer(),
        new MaxPoolLayer(2, 2),
        new FlattenLayer(),
        new LinearLayer("fc", 80, 4));

    /// <summary>TorchSharp makes an object for each tensor of a step and for each gradient that an optimizer asks for: the bytes are those that were measured.</summary>
    [Theory]
    [InlineData(false, "adam", 10_000, 640)]
    [InlineData(true, "sgd", 2000, 1320)]
    public void Steps_LeaveLittleForTheCollectorAndNoTensor(bool isConvolutional, string optimizer, int steps, int bytesPerStep)
    {
        using var cases = new TrainingCases();
        var network = isConvolutional ? Convolutional : Linear;
        using var start = Initializer.Draw(network, new ArchitectureOptions(), 1);
        var job = cases.Job(optimizer == "sgd" ? TrainingCases.Sgd : TrainingCases.Adam, to: Warmup + steps) with
        {
            Network = network,
            Start = start,
            Runtime = isConvolutional ? ChannelsLastRuntime.Instance : PlainRuntime.Instance,
        };
        job = job with { Recipe = job.Recipe with { EvaluateEvery = job.Recipe.Length } };
        // What steps allocate shows in every window. A collection that other tests cause does not: it moves the count by kilobytes, now and then.
        var (last, least) = (0L, long.MaxValue);
        var tensors = new HashSet<long>();
        var observer = new RecordingObserver
        {
            AtIteration = iteration =>
            {
                if (iteration >= Warmup && iteration % Window == 0)
                {
                    tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                    var now = GC.GetAllocatedBytesForCurrentThread();
                    least = iteration > Warmup ? Math.Min(least, now - last) : least;
                    last = now;
                }
            },
        };
        using var outcome = TrainingLoop.Run(job, observer, cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(least / Window, bytesPerStep / 2, bytesPerStep);
        Assert.Single(tensors);
    }

    [Fact]
    public void Floor_OfASmallNetwork_IsCountedByHand()
    {
        var memory = TrainingMemory.Of(Linear, batchSize: 10, optimizer: 100, data: 1000);
        Assert.Equal(2 * 4 * ((64 * 21) + 21 + (21 * 4) + 4), memory.Parameters);
        Assert.Equal(10 * 4 * (64 + 21 + 4), memory.Activations);
        Assert.Equal(memory.Parameters + memory.Activations + 1100, memory.Floor);
    }

    [Fact]
    public void ProcessPeak_OnLinux_IsKnown() => Assert.True(!OperatingSystem.IsLinux() || TrainingMemory.ProcessPeak() > 1 << 20);

    private static NetworkDefinition Flat(params Layer[] layers) => new(new ImageShape(1, 8, 8), 4, layers);
}
