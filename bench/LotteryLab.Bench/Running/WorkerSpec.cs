using System.Globalization;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Bench.Running;

/// <summary>The experiments that the benchmark gives to the worker, as a person would write them.</summary>
internal static class WorkerSpec
{
    /// <summary>MNIST when its files are there, else generated digits, which every machine has.</summary>
    public static WorkerDataset ChooseDataset(DatasetFolder folder)
    {
        try
        {
            return Describe("mnist", folder);
        }
        catch (LotteryLabException problem) when (problem.Code.StartsWith("dataset.", StringComparison.Ordinal))
        {
            // Missing or damaged: the report names the set that was used.
            return Describe("glyphs", folder);
        }
    }

    /// <summary>One dense training of a thousand iterations, evaluated every hundred as in the presets.</summary>
    public static string Training(WorkerDataset dataset) => Spec(dataset, "1000it", "100it", 0);

    /// <summary>Short rounds of iterative magnitude pruning with the rates of the first lottery-ticket paper.</summary>
    public static string Ticket(WorkerDataset dataset, int rounds) => Spec(dataset, "400it", "400it", rounds);

    private static string Spec(WorkerDataset dataset, string length, string evaluateEvery, int rounds) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"version":1,"name":"Benchmark","architecture":{"name":"lenet-300-100"},"dataset":{"name":"{{dataset.Name}}"},
         "training":{"optimizer":{"name":"adam","learningRate":0.0012},"batchSize":60,"length":"{{length}}","evaluateEvery":"{{evaluateEvery}}"},
         "method":{"name":"imp","rule":"layerwise","rate":0.2,"outputRateFactor":0.5,"rounds":{{rounds}}},
         "replicates":1,"seed":1}
        """);

    private static WorkerDataset Describe(string name, DatasetFolder folder)
    {
        var catalog = ComponentCatalog.Default;
        var facts = catalog.Find<IDatasetSource>(name).Describe(catalog.WithDefaults<IDatasetSource>(name).Options, folder);
        return new WorkerDataset(name, facts.TrainCount, facts.TestCount);
    }
}

/// <summary>The data of the worker's rows.</summary>
/// <param name="Name">Name in a spec.</param>
/// <param name="TrainImages">Training images, validation images among them.</param>
/// <param name="TestImages">Test images.</param>
internal sealed record WorkerDataset(string Name, int TrainImages, int TestImages)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({TrainImages:N0} training and {TestImages:N0} test images)");
}
