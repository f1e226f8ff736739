using System.Globalization;
using LotteryLab.Engine;
using LotteryLab.Engine.Catalog;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Training.Recording;
using LotteryLab.Worker.Running;
using TorchSharp;

namespace LotteryLab.Worker;

/// <summary>Puts the engine together for one process: catalog, data folders, device, shared data sets.</summary>
internal sealed class EngineHost : IDisposable
{
    private readonly DatasetCache datasets = new();
    private readonly int threads;
    private readonly bool captures;

    /// <summary>
    /// Prepares a device. Every lane has one LibTorch thread unless more are asked for: then results do not depend on the number of
    /// lanes. More threads add up in another order, and so do other libraries and kernels of matrix products, so on the CPU both are
    /// part of the numerics tag. Must be called before lanes start.
    /// </summary>
    /// <param name="device">cpu, cuda or cuda:N.</param>
    /// <param name="threads">LibTorch threads of a lane.</param>
    /// <param name="captures">Whether lanes have streams of their own on the GPU and record their training steps; rounds differently, so it is part of the numerics tag.</param>
    /// <param name="products">Library that multiplies matrices on the CPU; null for oneDNN where it is found.</param>
    /// <exception cref="LotteryLabException">The device, or the library that <paramref name="products"/> asks for, is not there, or the device cannot record.</exception>
    public EngineHost(string device, int threads = 1, bool captures = false, ProductLibrary? products = null)
    {
        this.threads = threads;
        this.captures = captures;
        Catalog = ComponentCatalog.Default;
        DataFolder = DataFolders.Default();
        if (IsGpu(device) && !torch.cuda.is_available())
        {
            throw new LotteryLabException("device.missing", $"The device {device} is not available: this LibTorch sees no GPU.", "Use --device cpu, or name a LibTorch with CUDA in LIBTORCH; 'lotterylab doctor' says what was found.");
        }

        if (captures && !IsGpu(device))
        {
            throw new LotteryLabException("device.capture", "Only training steps on a GPU can be captured.", "Add --device cuda, or leave --capture away.");
        }

        if (captures && !CudaRecording.IsAvailable)
        {
            throw new LotteryLabException("device.capture", "This native library was built without streams and recorded steps.", "Build it with CUDA's headers in reach (docs/developers/another-libtorch.md), or leave --capture away.");
        }

        Device = torch.device(device);
        var kind = captures ? "cuda-captured" : IsGpu(device) ? "cuda" : string.Create(CultureInfo.InvariantCulture, $"cpu{(threads == 1 ? "" : $"-{threads}-threads")}-{ProductChoice.Apply(products)}");
        Numerics = $"libtorch-{torch.__version__}/{kind}";
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
        Recorder = captures ? CudaRecording.CreateRecorder() : null,
        EnterLane = captures ? () => CudaRecording.EnterStream(Device) : null,
    };

    /// <summary>Unfolds a spec.</summary>
    /// <exception cref="LotteryLabException">The data set is missing or damaged, or the parts of the spec do not fit each other.</exception>
    public ExperimentPlan Plan(ExperimentSpec spec) => Planner.Plan(spec, new PlanContext(Catalog, DataFolder, Numerics));

    /// <summary>Lanes when nobody asks for a number: one a core, but no more than there are chains of work; on a GPU as many as it takes.</summary>
    public int DefaultLanes(ExperimentPlan plan) => LaneSchedule.DefaultLanes(plan, Device.type == DeviceType.CUDA, System.Environment.ProcessorCount, LanesOfGpu(plan));

    /// <summary>Lanes and threads of a run, with the reason.</summary>
    public ThreadPlan Threads(ExperimentPlan plan, RunSettings settings) =>
        ThreadPlan.Choose(plan, settings.Lanes, settings.Threads, Device.type == DeviceType.CUDA, System.Environment.ProcessorCount, LanesOfGpu(plan));

    private int LanesOfGpu(ExperimentPlan plan) => captures ? GpuLanes.Of(plan, CudaRecording.FreeBytes(Device)) : 1;

    private static bool IsGpu(string device) => device.StartsWith("cuda", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => datasets.Dispose();
}
