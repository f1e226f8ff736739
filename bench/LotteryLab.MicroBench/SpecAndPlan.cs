using BenchmarkDotNet.Attributes;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.MicroBench;

/// <summary>The full LeNet experiment of the first lottery-ticket paper on generated digits: 5 replicates of 20 rounds with controls.</summary>
public class SpecAndPlan
{
    private ExperimentSpec spec = null!;
    private string json = "";
    private SpecReader reader = null!;
    private PlanContext context = null!;

    [GlobalSetup]
    public void Setup()
    {
        var catalog = ComponentCatalog.Default;
        spec = PresetCatalog.Default.Find("lth-2019-lenet").Spec with { Dataset = catalog.WithDefaults<IDatasetSource>("glyphs") };
        json = SpecWriter.Pretty(spec);
        reader = new SpecReader(catalog);
        context = new PlanContext(catalog, DataFolders.Default(), "benchmark");
    }

    [Benchmark]
    public ExperimentSpec Read() => reader.Read(json);

    /// <summary>Canonical JSON and its SHA-256.</summary>
    [Benchmark]
    public string Hash() => SpecHash.Of(spec);

    /// <summary>All steps with their keys.</summary>
    [Benchmark]
    public ExperimentPlan Plan() => Planner.Plan(spec, context);
}
