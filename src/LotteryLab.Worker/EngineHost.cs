using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Worker.Running;
using TorchSharp;

namespace LotteryLab.Worker;

/// <summary>Puts the engine together for one process: catalog, data folders, device, shared data sets.</summary>
internal sealed class EngineHost : IDisposable
{
    private readonly DatasetCache datasets = new();
    private readonly int threads;

    /// <summary>
    /// Prepares a device. Every lane has one LibTorch thread unless more are asked for: then results do not depend on the number of
    /// lanes. More threads add up in another order, so on the CPU they are part of the numerics tag. Must be called before lanes start.
    /// </summary>
    /// <param name="device">cpu, cuda or cuda:N.</param>
    /// <param name="threads">LibTorch threads of a lane.</param>
    /// <exception cref="LotteryLabException">LibTorch or the device is not there.</exception>
    public EngineHost(string device, int threads = 1)
    {
        this.threads = threads;
        Catalog = ComponentCatalog.Default;
        DataFolder = DataFolders.Default();
        LibTorch.Load();
        var isGpu = device.StartsWith("cuda", StringComparison.Ordinal);
        if (isGpu && !torch.cuda.is_available())
        {
            throw new LotteryLabException("device.missing", $"The device {device} is not available: this LibTorch sees no GPU.", "Use --device cpu, or build with -p:Torch=cuda, which takes LibTorch with CUDA; 'lotterylab doctor' says what was found.");
        }

        Device = torch.device(device);
        Numerics = Engine.Runtime.Numerics.Name(isGpu, threads);
        torch.set_num_threads(threads);
    }

    /// <summary>Everything that a spec can name.</summary>
    public ComponentCatalog Catalog { get; }

    /// <summary>Where data files are looked for.</summary>
    public DatasetFolder DataFolder { get; }

    /// <summary>Device that trains.</summary>
    public torch.Device Device { get; }

    /// <summary>LibTorch version and device kind, as it goes into step keys.</summary>
    public string Numerics { get; }

    /// <summary>What the steps of this process share.</summary>
    public StepEnvironment Environment => new()
    {
        Catalog = Catalog,
        Device = Device,
        DataFolder = DataFolder,
        Datasets = datasets,
        ThreadsPerLane = threads,
    };

    /// <summary>Unfolds a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="batchedReplicates">Trainings that run as one network where they can.</param>
    /// <exception cref="LotteryLabException">The data set is missing or damaged, or the parts of the spec do not fit each other.</exception>
    public ExperimentPlan Plan(ExperimentSpec spec, int batchedReplicates = 1) =>
        Planner.Plan(spec, new PlanContext(Catalog, DataFolder, Numerics) { BatchedReplicates = batchedReplicates });

    /// <summary>Lanes when nobody asks for a number: one a core, but no more than there are chains of work; one on a GPU.</summary>
    public int DefaultLanes(ExperimentPlan plan) => LaneSchedule.DefaultLanes(plan, Device.type == DeviceType.CUDA, System.Environment.ProcessorCount);

    /// <summary>Lanes and threads of a run, with the reason.</summary>
    public ThreadPlan Threads(ExperimentPlan plan, RunSettings settings) =>
        ThreadPlan.Choose(plan, settings.Lanes, settings.Threads, Device.type == DeviceType.CUDA, System.Environment.ProcessorCount);

    /// <inheritdoc/>
    public void Dispose() => datasets.Dispose();
}
