using LotteryLab.Engine;

namespace LotteryLab.WebBench;

/// <summary>What is measured and where results go.</summary>
/// <param name="Results">Folder of the results.</param>
/// <param name="Parts">Parts that are measured.</param>
internal sealed record WebBenchArguments(string Results, IReadOnlyList<string> Parts)
{
    private static readonly string[] All = ["pages", "live", "mask", "seeded", "memory"];

    /// <exception cref="LotteryLabException">An argument is unknown.</exception>
    public static WebBenchArguments Parse(string[] arguments)
    {
        var repository = Directory.GetCurrentDirectory();
        IReadOnlyList<string> parts = All;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--repository" when i + 1 < arguments.Length:
                    repository = arguments[++i];
                    break;
                case "--parts" when i + 1 < arguments.Length && arguments[i + 1].Split(',').All(All.Contains):
                    parts = arguments[++i].Split(',');
                    break;
                default:
                    throw new LotteryLabException("bench.arguments", $"The benchmark does not know '{arguments[i]}'.", $"Write: ./lab bench web [--parts {string.Join(',', All)}]");
            }
        }

        return new WebBenchArguments(Path.Combine(repository, "bench", "results"), parts);
    }
}
