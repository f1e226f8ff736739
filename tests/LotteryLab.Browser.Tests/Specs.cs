namespace LotteryLab.Browser.Tests;

/// <summary>Small experiments on the generated digits.</summary>
internal static class Specs
{
    /// <summary>More iterations than any machine does while a test looks.</summary>
    public const string Endless = "9000000it";

    /// <summary>Four trainings and their controls in a few seconds.</summary>
    public static string Quick(string name, int seed) => Text(name, seed, "60it", 3);

    /// <summary>Runs for longer than any test, so that it can be stopped.</summary>
    public static string Long(string name, int seed) => Text(name, seed, Endless, 2);

    /// <summary>Its first training takes a second or more, so that it can be paused in it; the rest follows in some ten seconds.</summary>
    public static string Cut(string name, int seed) => Text(name, seed, "2000it", 2).Replace("\"replicates\": 2", "\"replicates\": 1", StringComparison.Ordinal);

    /// <summary>Large enough for curves that look like curves.</summary>
    public static string Shown(string name, int seed, double rate) => Text(name, seed, "300it", 6)
        .Replace("\"rate\": 0.4", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"rate\": {rate}"), StringComparison.Ordinal)
        .Replace("\"trainSubset\": 600", "\"trainSubset\": 3000", StringComparison.Ordinal)
        .Replace("\"testSubset\": 200", "\"testSubset\": 1000", StringComparison.Ordinal)
        .Replace("\"replicates\": 2", "\"replicates\": 3", StringComparison.Ordinal);

    /// <summary>Connections that move while they train, in a second.</summary>
    public static string Moving(string name, int seed) => $$"""
        {
          "version": 1, "name": "{{name}}",
          "architecture": { "name": "lenet-300-100", "widths": [40, 20] },
          "dataset": { "name": "glyphs", "validation": 200, "trainSubset": 600, "testSubset": 200 },
          "training": { "optimizer": { "name": "sgd", "learningRate": 0.1 }, "batchSize": 60, "length": "120it", "evaluateEvery": "20it" },
          "method": { "name": "rigl", "densities": [0.2], "updateInterval": "20it" },
          "replicates": 2, "seed": {{seed}}
        }
        """;

    private static string Text(string name, int seed, string length, int rounds) => $$"""
        {
          "version": 1, "name": "{{name}}",
          "architecture": { "name": "lenet-300-100" },
          "dataset": { "name": "glyphs", "validation": 200, "trainSubset": 600, "testSubset": 200 },
          "training": { "optimizer": { "name": "adam", "learningRate": 0.0012 }, "batchSize": 60, "length": "{{length}}", "evaluateEvery": "20it" },
          "method": { "name": "imp", "rate": 0.4, "rounds": {{rounds}} },
          "controls": ["random-reinit"], "replicates": 2, "seed": {{seed}}
        }
        """;
}
