namespace LotteryLab.WebBench;

/// <summary>Experiments on the built-in data set.</summary>
internal static class BenchSpecs
{
    /// <summary>One training that never ends while something is measured; a point about once or twice a second.</summary>
    public static string Endless(string name, int seed, int evaluateEvery) => $$"""
        {
          "version": 1, "name": "{{name}}",
          "architecture": { "name": "lenet-300-100" },
          "dataset": { "name": "glyphs", "validation": 200, "trainSubset": 3000, "testSubset": 200 },
          "training": { "optimizer": { "name": "adam", "learningRate": 0.0012 }, "batchSize": 60, "length": "2000000it", "evaluateEvery": "{{evaluateEvery}}it" },
          "method": { "name": "imp", "rate": 0.4, "rounds": 1 },
          "controls": [], "replicates": 1, "seed": {{seed}}
        }
        """;

    /// <summary>A few rounds in a few seconds, so that pages have something to show.</summary>
    public static string Short(string name, int seed) => Endless(name, seed, 20).Replace("2000000it", "60it", StringComparison.Ordinal).Replace("\"rounds\": 1", "\"rounds\": 3", StringComparison.Ordinal);
}
