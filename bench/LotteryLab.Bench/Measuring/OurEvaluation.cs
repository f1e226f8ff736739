using System.Diagnostics;
using LotteryLab.Bench.Cases;
using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Measuring;
using TorchSharp;

namespace LotteryLab.Bench.Measuring;

/// <summary>Times the engine's evaluation of a whole test set, one thread.</summary>
internal static class OurEvaluation
{
    public static Measurement Measure(Workload workload, StepCounts counts)
    {
        NativeHeap.KeepFreedMemory();
        torch.set_num_threads(1);
        var definition = workload.Definition();
        var network = new Network(definition);
        using var state = Initializer.Draw(definition, (ArchitectureOptions)ComponentCatalog.Default.WithDefaults<IArchitecture>(workload.Network).Options, 1);
        using var data = RandomImages.Of(workload with { Images = workload.BatchSize }, Workload.EvaluationImages);
        Repeat(counts.Warmup);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var wall = Stopwatch.GetTimestamp();
        Repeat(counts.Timed);
        var wallSeconds = Stopwatch.GetElapsedTime(wall).TotalSeconds;
        process.Refresh();
        return new Measurement
        {
            WallSeconds = wallSeconds,
            CpuSeconds = (process.TotalProcessorTime - cpu).TotalSeconds,
            Units = counts.Timed,
            Threads = 1,
            PeakBytes = Measurement.OwnPeakBytes(),
            Version = Libraries.Describe(),
        };

        void Repeat(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Evaluator.Measure(network, state, data.TestRange, data.TestLabels);
            }
        }
    }
}
