using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Drafts;

/// <summary>The forecast from the plan and from what this machine was measured to do.</summary>
internal sealed class EstimatedForecast(Estimator estimator, ComponentCatalog catalog) : ISpecForecast
{
    /// <inheritdoc/>
    public async Task<SpecForecast> OfAsync(ExperimentSpec spec, CancellationToken cancellation)
    {
        // Replicates differ in their seeds only: one is enough to see which rounds there are.
        var plan = Planner.Plan(spec with { Replicates = 1, Controls = [], Evaluations = [] }, new PlanContext(catalog, DataFolders.Default(), "forecast"));
        return new SpecForecast(DensityForecast.Of(plan), await estimator.EstimateAsync(spec, cancellation), estimator.Score()) { Warnings = plan.Warnings };
    }
}
