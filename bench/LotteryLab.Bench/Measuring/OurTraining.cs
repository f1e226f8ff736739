using System.Diagnostics;
using LotteryLab.Bench.Cases;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Checkpoints;
using LotteryLab.Engine.Training.Measuring;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;

namespace LotteryLab.Bench.Measuring;

/// <summary>
/// Times the engine's own training loop, the one that experiments run: one replicate a thread, all in one process and on one copy of the
/// data. The clock starts when every replicate has warmed up and stops when the last has taken its steps.
/// </summary>
internal sealed class OurTraining(Workload workload, StepCounts steps, int replicates, string precision, MaskSet? mask)
{
    private readonly NetworkDefinition network = workload.Definition();
    private long wallStarted;
    private TimeSpan cpuStarted;
    private double wallSeconds;
    private double cpuSeconds;
    private long peakBytes;

    /// <summary>LibTorch threads of each replicate.</summary>
    public int ThreadsEach { get; init; } = 1;

    /// <summary>Device that trains.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    private bool IsGpu => Device.type == DeviceType.CUDA;

    public Measurement Measure()
    {
        // As the worker does.
        NativeHeap.KeepFreedMemory();
        torch.set_num_threads(ThreadsEach);
        using var data = RandomImages.Of(workload, workload.BatchSize, Device);
        WaitForGpu();
        using var barrier = new Barrier(replicates, OnPhase);
        Lanes.Run(replicates, barrier, lane => Train(data, lane, barrier));
        var density = mask?.Density ?? 1;
        return new Measurement
        {
            WallSeconds = wallSeconds,
            CpuSeconds = cpuSeconds,
            Units = (long)steps.Timed * replicates,
            Threads = replicates * ThreadsEach,
            PeakBytes = peakBytes,
            Version = Libraries.Describe(),
            Details = new Dictionary<string, double> { [Measurement.ReplicateFloorBytes] = ReplicateFloor.Bytes(network, workload), ["density"] = density },
        };
    }

    /// <summary>First phase: all have warmed up; second: all are done.</summary>
    private void OnPhase(Barrier barrier)
    {
        using var process = Process.GetCurrentProcess();
        if (barrier.CurrentPhaseNumber == 0)
        {
            cpuStarted = process.TotalProcessorTime;
            wallStarted = Stopwatch.GetTimestamp();
            return;
        }

        wallSeconds = Stopwatch.GetElapsedTime(wallStarted).TotalSeconds;
        cpuSeconds = (process.TotalProcessorTime - cpuStarted).TotalSeconds;
        peakBytes = Measurement.OwnPeakBytes();
    }

    private void Train(TensorDataset data, int lane, Barrier barrier)
    {
        torch.set_num_threads(ThreadsEach);
        var total = steps.Warmup + steps.Timed;
        var length = TrainingLength.FromIterations(total);
        var catalog = ComponentCatalog.Default;
        var schedule = catalog.WithDefaults<IScheduleComponent>("constant");
        var options = (ArchitectureOptions)catalog.WithDefaults<IArchitecture>(workload.Network).Options;
        using var drawn = Initializer.Draw(network, options, lane + 1);
        using var start = drawn.To(Device);
        var job = new TrainingJob
        {
            Network = network,
            Start = start,
            Mask = mask,
            Data = data,
            Recipe = new TrainingSpec
            {
                Optimizer = Optimizer(),
                Schedule = schedule,
                BatchSize = workload.BatchSize,
                Length = length,
                EvaluateEvery = length,
                Precision = precision,
                // Without a mask there is nothing to leave out; with one, the row asks what a ticket saves.
                Sparse = mask is null ? TrainingSpec.SparseOff : TrainingSpec.SparseAuto,
            },
            From = 0,
            To = total,
            Schedule = catalog.Find<IScheduleComponent>("constant").Resolve(schedule.Options, workload.LearningRate, (workload.Images + workload.BatchSize - 1) / workload.BatchSize, total),
            NoiseSeed = lane + 1,
            Runtime = Runtime(),
        };
        using var outcome = TrainingLoop.Run(job, new PhaseObserver(steps.Warmup, total, barrier, WaitForGpu));
    }

    private void WaitForGpu()
    {
        if (IsGpu)
        {
            torch.cuda.synchronize();
        }
    }

    // What the training step of an experiment does.
    private ITensorRuntime Runtime() => network.Parameters.Any(parameter => parameter.Role == ParameterRole.ConvolutionWeight) ? ChannelsLastRuntime.Instance : PlainRuntime.Instance;

    private ComponentSpec Optimizer() => workload.Optimizer == "adam"
        ? new ComponentSpec("adam", new AdamOptions { LearningRate = workload.LearningRate, WeightDecay = workload.WeightDecay })
        : new ComponentSpec("sgd", new SgdOptions { LearningRate = workload.LearningRate, Momentum = workload.Momentum, WeightDecay = workload.WeightDecay });

    /// <summary>Meets the other lanes after the warm-up and after the last step, so that evaluations before and after are not timed.</summary>
    private sealed class PhaseObserver(long from, long to, Barrier barrier, Action wait) : ITrainingObserver
    {
        public TrainingCheckpointStore? Checkpoints => null;

        public void OnProgress(long iteration)
        {
            if (iteration == from || iteration == to)
            {
                wait();
                barrier.SignalAndWait();
            }
        }

        public void OnEvaluation(EvaluationPoint point)
        {
        }
    }
}
