using LotteryLab.Engine;

namespace LotteryLab.Bench.Cases;

/// <summary>One row of the table: what is measured, against what, and what it should reach.</summary>
/// <param name="Name">Name for <c>--cases</c>.</param>
/// <param name="Title">What a reader sees.</param>
/// <param name="Workload">What is computed.</param>
/// <param name="Subject">The program that the row is about.</param>
/// <param name="Unit">What one unit of the measurement is.</param>
/// <param name="Aims">Comparisons, in the order of the columns.</param>
internal sealed record BenchCase(string Name, string Title, Workload Workload, Contender Subject, string Unit, IReadOnlyList<Aim> Aims)
{
    private const string Step = "step";

    /// <summary>Replicates that a GPU trains together.</summary>
    public const int GpuReplicates = 16;

    /// <summary>The rows with the project's aims; those that need a GPU are left out where there is none.</summary>
    public static IReadOnlyList<BenchCase> All { get; } =
    [
        Training("lenet-b60", "LeNet-300-100, batch 60, Adam, one thread", Workload.LeNetAdam, Contender.Ours, 1.5, 4, 0.5),
        Training("lenet-b60-cores", "LeNet-300-100, batch 60, Adam, one replicate a core", Workload.LeNetAdam, Contender.OursOnAllCores, 2.8, 7, 0.7),
        Training("lenet-b128", "LeNet-300-100, batch 128, SGD, one thread", Workload.LeNetSgd, Contender.Ours, 1.5, 8, 0.6),
        Training("lenet-b128-cores", "LeNet-300-100, batch 128, SGD, one replicate a core", Workload.LeNetSgd, Contender.OursOnAllCores, 2.8, 15, 0.7),
        new("evaluation", "Evaluation of 10,000 MNIST-sized images, LeNet-300-100", Workload.LeNetAdam, Contender.OursEvaluation, "evaluation",
            [new(Quantity.Speed, Contender.BareEvaluation, 1), new(Quantity.Speed, Contender.ScriptEvaluation, 15)]),
        Training("conv-2", "conv-2, batch 60, Adam, one thread", Workload.Conv2, Contender.Ours, 1.3, 1.4, 0.6),
        Training("conv-2-bf16", "conv-2, batch 60, Adam, one thread, bfloat16", Workload.Conv2, Contender.OursBfloat16, 3, 3.2, null),
        Training("resnet-20", "resnet-20, batch 128, SGD with momentum, one thread", Workload.ResNet20, Contender.Ours, 1.4, 1.5, 0.5),
        Training("resnet-20-bf16", "resnet-20, batch 128, SGD with momentum, one thread, bfloat16", Workload.ResNet20, Contender.OursBfloat16, 3, 3.2, null),
        Kept("kept-conv-2", "conv-2", Workload.Conv2, Contender.Ours),
        Kept("kept-conv-2-bf16", "conv-2, bfloat16", Workload.Conv2, Contender.OursBfloat16),
        Kept("kept-resnet-20", "resnet-20", Workload.ResNet20, Contender.Ours),
        Kept("kept-resnet-20-bf16", "resnet-20, bfloat16", Workload.ResNet20, Contender.OursBfloat16),
        Threads("threads-lenet-b60", Workload.LeNetAdam),
        Threads("threads-lenet-b128", Workload.LeNetSgd),
        Threads("threads-conv-2", Workload.Conv2),
        Threads("threads-resnet-20", Workload.ResNet20),
        new("ticket", "LeNet-300-100 ticket at 3.6 % density, batch 60, Adam: time against the dense step", Workload.LeNetAdam, Contender.OursTicket, Step,
            [new(Quantity.Time, Contender.Ours, 0.5)]),
        new("memory", "Peak memory of a LeNet-300-100 worker with its whole data set", Workload.LeNetAdam, Contender.Worker, Step,
            [new(Quantity.Memory, Contender.BareWholeSet, 1), new(Quantity.Memory, Contender.ScriptWholeSet, 1)]),
        new("replicate-memory", "Memory that one more replicate adds, against weights, gradients, optimizer and activations", Workload.LeNetAdam, Contender.OursOnAllCores, Step,
            [new(Quantity.ReplicateMemory, Contender.Ours)]),
        new("start", "Worker start to first step, data cached", Workload.LeNetAdam, Contender.Worker, Step,
            [new(Quantity.StartSeconds, Contender.Worker, 1), new(Quantity.StartSeconds, Contender.BareWholeSet), new(Quantity.StartSeconds, Contender.ScriptWholeSet)]),
        new("journal", "Journal writing as a share of the steps it is about", Workload.LeNetAdam, Contender.Journal, "line",
            [new(Quantity.JournalShare, Contender.Ours, 0.01)]),
        new("gpu-lenet-16", "LeNet-300-100, batch 60, Adam, 16 replicates together on a GPU", Workload.LeNetAdam, Contender.OursOnGpu, Step,
            [new(Quantity.Speed, Contender.BareOnGpu, 20), new(Quantity.Speed, Contender.ScriptOnGpu, 100)]),
    ];

    /// <summary>Whether the row needs a GPU.</summary>
    public bool NeedsGpu => Subject == Contender.OursOnGpu;

    /// <summary>Everybody who has to run for this row.</summary>
    public IEnumerable<Contender> Contenders => Aims.Select(aim => aim.Against).Prepend(Subject).Distinct();

    /// <summary>The row of that name.</summary>
    /// <exception cref="LotteryLabException">There is none.</exception>
    public static BenchCase Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new LotteryLabException("bench.case", $"There is no benchmark '{name}'.", $"Known are: {string.Join(", ", All.Select(known => known.Name))}.");

    // Above 1, lanes of one thread do more together: what runs choose when nobody asks for something else.
    private static BenchCase Threads(string name, Workload workload) =>
        new(name, $"{workload.Name}: one replicate with a thread a core, against a replicate a core, for each step", workload, Contender.OursAllThreads, Step, [new(Quantity.Time, Contender.OursOnAllCores)]);

    // How much of the other rows' ratios is memory that goes back and forth between PyTorch and the system.
    private static BenchCase Kept(string name, string title, Workload workload, Contender subject) =>
        new(name, $"{title}: time against PyTorch that keeps the memory it frees", workload, subject, Step, [new(Quantity.Time, Contender.BareKeepingMemory), new(Quantity.Time, Contender.ScriptKeepingMemory)]);

    private static BenchCase Training(string name, string title, Workload workload, Contender subject, double bare, double script, double? floor)
    {
        var aims = new List<Aim> { new(Quantity.Speed, Contender.Bare, bare), new(Quantity.Speed, Contender.Script, script) };
        if (floor is not null)
        {
            aims.Add(new(Quantity.FloorShare, subject == Contender.OursOnAllCores ? Contender.FloorOnAllCores : Contender.Floor, floor));
        }

        return new(name, title, workload, subject, Step, aims);
    }
}
