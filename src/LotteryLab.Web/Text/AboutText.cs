using LotteryLab.Data.Stores;

namespace LotteryLab.Web.Text;

/// <summary>What an experiment is, in the words of a figure's caption.</summary>
internal static class AboutText
{
    /// <summary>Network, data, method and replicates.</summary>
    public static string Of(ExperimentSummary experiment) =>
        $"{Of(experiment.Architecture, experiment.Dataset, experiment.Method)}, {(experiment.Replicates == 1 ? "one replicate" : $"{experiment.Replicates} replicates")}";

    /// <summary>Network, data and method.</summary>
    public static string Of(string architecture, string dataset, string method) => $"{architecture} on {dataset}, tickets by {method}";
}
