using LotteryLab.Bench.Running;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Files;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Runtime;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using TorchSharp;

namespace LotteryLab.Bench.Measuring;

/// <summary>A real ticket of LeNet-300-100 at 3.6 % density: fifteen rounds of iterative magnitude pruning, each short, made once and kept.</summary>
internal static class TicketMask
{
    private const int Rounds = 15;

    /// <summary>Makes the ticket unless the file exists.</summary>
    public static async Task MakeAsync(string path, CancellationToken cancellation)
    {
        if (File.Exists(path))
        {
            return;
        }

        NativeHeap.KeepFreedMemory();
        torch.set_num_threads(1);
        var catalog = ComponentCatalog.Default;
        var folder = DataFolders.Default();
        using var datasets = new DatasetCache();
        var spec = new SpecReader(catalog).Read(WorkerSpec.Ticket(WorkerSpec.ChooseDataset(folder), Rounds));
        var plan = Planner.Plan(spec, new PlanContext(catalog, folder, $"libtorch-{torch.__version__}/cpu"));
        var environment = new StepEnvironment { Catalog = catalog, Device = torch.CPU, DataFolder = folder, Datasets = datasets };
        var laboratory = new Laboratory(Path.ChangeExtension(path, null));
        var last = plan.Rounds.Single(round => round.IsTicket && round.Round == Rounds);
        await PlanRunner.RunAsync(plan.Steps, laboratory, environment, Environment.ProcessorCount, new Silence(), cancellation).ConfigureAwait(false);
        var artifact = laboratory.Store.Find(last.Mask!.Key)
            ?? throw new LotteryLabException("bench.ticket", "The ticket of the benchmark could not be made.", $"Delete {laboratory.Root} and run again.");
        DurableFile.Replace(path, artifact.Read(ArtifactFiles.Mask));
        Directory.Delete(laboratory.Root, recursive: true);
    }

    /// <summary>Reads a mask file and refuses one of another network.</summary>
    /// <exception cref="LotteryLabException">The file is missing, damaged, or belongs to another network.</exception>
    public static MaskSet Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new LotteryLabException("bench.mask", $"There is no mask file {path}.", "Name a mask.bits of a LeNet-300-100 ticket, as a laboratory's store and exports hold them.");
        }

        var masks = MaskFile.Load(path);
        var network = Cases.Workload.LeNetAdam.Definition();
        var fits = masks.Entries.All(entry => network.Parameters.Any(parameter => parameter.Name == entry.Key && parameter.Count == entry.Value.Count));
        return fits && masks.Entries.Count > 0
            ? masks
            : throw new LotteryLabException("bench.mask", $"The masks in {path} do not belong to LeNet-300-100 on 28x28 images.", "Name a mask.bits of such a ticket.");
    }

    private sealed class Silence : IPlanObserver
    {
        public void OnState(Step step, StepState state, LotteryLabException? reason)
        {
        }

        public void OnIteration(Step step, long iteration)
        {
        }
    }
}
