using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Methods;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Specs;

/// <summary>One option of every kind, so that reader, writer and schema are tested on all of them.</summary>
public record EveryKindOptions : InheritedOptions
{
    [Option("A number.", Min = 0, Max = 1, MinExclusive = true)]
    public double Number { get; init; } = 0.5;

    [Option("Perhaps a number.", Max = 10)]
    public double? MaybeNumber { get; init; }

    [Option("A whole number.", Min = -5, Max = 5, Unit = "things")]
    public int Whole { get; init; } = 3;

    [Option("A long number.")]
    public long Long { get; init; } = 1;

    [Option("A truth.")]
    public bool Truth { get; init; } = true;

    [Option("A text.")]
    public string Text { get; init; } = "text";

    [Option("A word.", Choices = ["alpha", "beta", "gamma"])]
    public string Choice { get; init; } = "alpha";

    [Option("A length.")]
    public TrainingLength Length { get; init; } = TrainingLength.FromEpochs(2);

    [Option("Numbers.", Min = 0)]
    public IReadOnlyList<double> Numbers { get; init; } = [1, 2];

    [Option("Whole numbers.", MaxLength = 4)]
    public IReadOnlyList<int> Wholes { get; init; } = [];

    [Option("Texts.")]
    public IReadOnlyList<string> Texts { get; init; } = ["a"];

    [Option("Numbers by name.", Min = 0, Max = 1)]
    public IReadOnlyDictionary<string, double> Map { get; init; } = new Dictionary<string, double>();

    [Option("Another component.", Component = "schedule")]
    public ComponentSpec? Schedule { get; init; }

    public int Computed => Whole * 2;
}

public abstract record InheritedOptions
{
    [Option("From the base.")]
    public bool Inherited { get; init; }
}

/// <summary>A control that changes nothing but has every kind of option and dislikes the number 0.25 beyond one replicate.</summary>
public sealed class EveryKindControl : Control<EveryKindOptions>, ISpecCheck
{
    public override ControlDescriptor Descriptor { get; } = new("every-kind", "Every kind", "For tests.") { Question = ControlQuestion.Training };

    public IEnumerable<SpecProblem> Check(ExperimentSpec spec, object options)
    {
        if (((EveryKindOptions)options).Number == 0.25 && spec.Replicates > 1)
        {
            yield return new SpecProblem(".number", "0.25", "A quarter needs exactly one replicate.", "another number");
        }
    }

    protected override void Unfold(ReplicatePlan plan, PlannedRound ticket, EveryKindOptions options) => throw new NotSupportedException();
}

/// <summary>A data set without data.</summary>
public sealed class EmptyDataset : IDatasetSource
{
    public Descriptor Descriptor { get; } = new("empty-set", "Empty set", "For tests.");

    public Type OptionsType => typeof(DatasetOptions);

    public IReadOnlyList<RemoteFile> RemoteFiles => [];

    public string Licence => "";

    public ChannelScaling? KnownScaling => null;

    public DatasetFacts Describe(object options, DatasetFolder folder) => throw new NotSupportedException();

    public RawDataset Load(object options, DatasetFolder folder, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>Real components plus those above.</summary>
internal static class SpecTestCatalog
{
    public static ComponentCatalog Catalog { get; } = ComponentCatalog.FromTypes(
        typeof(LeNet300100), typeof(Mlp), typeof(EmptyDataset), typeof(Adam), typeof(Sgd), typeof(ConstantSchedule), typeof(MilestonesSchedule),
        typeof(ImpMethod), typeof(EveryKindControl));

    public static SpecReader Reader { get; } = new(Catalog);

    public const string Minimal = """
        {"version":1,"name":"a","architecture":"lenet-300-100","dataset":"empty-set",
         "training":{"optimizer":"adam","batchSize":60,"length":"5000it","evaluateEvery":"100it"},"method":"imp","replicates":3,"seed":1}
        """;

    public static ExperimentSpec With(ComponentSpec control) => Reader.Read(Minimal) with { Controls = [control] };
}
