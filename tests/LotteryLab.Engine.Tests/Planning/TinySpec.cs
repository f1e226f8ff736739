using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Planning;

/// <summary>A spec that trains in a moment: 300 generated digits and one hidden layer of 20.</summary>
public static class TinySpec
{
    public const string Numerics = "test";

    public static PlanContext Context { get; } = new(ComponentCatalog.Default, new DatasetFolder([]), Numerics);

    public static ExperimentSpec Read(string method = """{"name":"imp","rule":"layerwise","rate":0.4,"outputRateFactor":0.5,"rounds":2}""", string controls = "[]", int replicates = 1, string evaluations = "[]") =>
        new SpecReader(ComponentCatalog.Default).Read($$"""
            {
              "version": 1,
              "name": "tiny",
              "architecture": {"name": "lenet-300-100", "widths": [20], "initializer": "glorot-normal"},
              "dataset": {"name": "glyphs", "trainCount": 300, "testCount": 100, "validation": 60},
              "training": {"optimizer": {"name": "adam", "learningRate": 0.002}, "batchSize": 32, "length": "40it", "evaluateEvery": "10it"},
              "method": {{method}},
              "controls": {{controls}},
              "evaluations": {{evaluations}},
              "replicates": {{replicates}},
              "seed": 1
            }
            """);

    public static ExperimentPlan Plan(ExperimentSpec spec) => Planner.Plan(spec, Context);
}
