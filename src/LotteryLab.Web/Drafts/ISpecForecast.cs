using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Drafts;

/// <summary>Says what a spec would do and cost, without doing it.</summary>
internal interface ISpecForecast
{
    /// <summary>Plans the spec.</summary>
    /// <exception cref="Engine.LotteryLabException">The data set is missing, or the parts of the spec do not fit each other.</exception>
    Task<SpecForecast> OfAsync(ExperimentSpec spec, CancellationToken cancellation);
}

/// <summary>What a start would mean.</summary>
/// <param name="Rounds">Weights remaining of each round of the tickets; null where only training will tell.</param>
/// <param name="Estimate">Counts, time, disk and energy.</param>
/// <param name="Score">How the last forecasts did; null when none was scored yet.</param>
internal sealed record SpecForecast(IReadOnlyList<(int Round, double? Density)> Rounds, Estimate Estimate, ForecastScore? Score)
{
    /// <summary>What a person should know before the launch.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
