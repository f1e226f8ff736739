using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Web.Scheduling;

/// <summary>Says what specs would cost, from their plans, from what this machine was measured to do and from what finished trainings took.</summary>
internal sealed class Estimator(WorkerProgram program, WorkerSettings settings, Laboratory laboratory, ComponentCatalog catalog)
{
    /// <summary>Specs that are counted together at most.</summary>
    public const int MostSpecs = 256;

    private const int MostTrainings = 100_000;

    /// <summary>Unfolds the spec, without running anything.</summary>
    /// <exception cref="LotteryLabException">The data set is missing, the parts do not fit each other, or there is no worker.</exception>
    public async Task<Estimate> EstimateAsync(ExperimentSpec spec, CancellationToken cancellation)
    {
        var facts = await FactsAsync(cancellation);
        return await Task.Run(() => Estimate(Plan(spec, facts.Numerics), facts.Numerics), cancellation);
    }

    /// <summary>Unfolds several specs and counts what they have in common once.</summary>
    /// <exception cref="LotteryLabException">As for one spec.</exception>
    public async Task<PlanCounts> CountAsync(IReadOnlyList<ExperimentSpec> specs, CancellationToken cancellation)
    {
        var facts = await FactsAsync(cancellation);
        return await Task.Run(
            () =>
            {
                var plans = specs.Select(spec => Plan(spec, facts.Numerics)).ToList();
                return PlanCounts.Of([.. plans.Select(plan => Estimate(plan, facts.Numerics))], Union(plans, facts.Numerics), [.. plans.Select(plan => plan.Plan)]);
            },
            cancellation);
    }

    /// <summary>The plan itself with what is missing of it and a forecaster for its steps.</summary>
    /// <exception cref="LotteryLabException">As for an estimate.</exception>
    public async Task<PlannedWork> PlanAsync(ExperimentSpec spec, CancellationToken cancellation)
    {
        var facts = await FactsAsync(cancellation);
        return await Task.Run(() => Plan(spec, facts.Numerics), cancellation);
    }

    /// <summary>What a plan costs that is there already.</summary>
    public async Task<Estimate> EstimateAsync(PlannedWork work, CancellationToken cancellation) => Estimate(work, (await FactsAsync(cancellation)).Numerics);

    /// <summary>How the last forecasts did; null when none was scored yet.</summary>
    public ForecastScore? Score() => new ForecastLog(laboratory).Score();

    private async Task<WorkerFacts> FactsAsync(CancellationToken cancellation)
    {
        var facts = await program.FactsAsync(cancellation);
        return facts.Obstacle is { } obstacle ? throw obstacle : facts;
    }

    private PlannedWork Plan(ExperimentSpec spec, string numerics)
    {
        if (spec.Replicates * (long)(spec.Controls.Count + 1) > MostTrainings)
        {
            throw new LotteryLabException("plan.too-large", "The experiment has too many trainings to be planned.", "Lower the number of replicates.");
        }

        var plan = Planner.Plan(spec, new PlanContext(catalog, DataFolders.Default(), numerics));
        return new PlannedWork(plan, [.. plan.Steps.Where(step => !laboratory.Store.Contains(step.Key))], Lanes(plan, numerics), new TimeForecaster(laboratory, numerics));
    }

    private int Lanes(ExperimentPlan plan, string numerics) => settings.Lanes > 0
        ? settings.Lanes
        : LaneSchedule.DefaultLanes(plan, numerics.Contains("/cuda", StringComparison.Ordinal), Environment.ProcessorCount);

    private Estimate Estimate(PlannedWork work, string numerics)
    {
        var time = work.Forecast();
        var folder = laboratory.ExperimentFolder(work.Plan.SpecHash);
        return new Estimate(
            Path.GetFileName(folder),
            Directory.Exists(folder),
            work.Plan.Steps.Count,
            work.Plan.Steps.Count - work.Missing.Count,
            work.Plan.Rounds.Count,
            work.Plan.Steps.OfType<TrainStep>().Count(),
            work.Missing.OfType<TrainStep>().Count(),
            work.Missing.Sum(step => step.Cost.Iterations),
            time.Basis == ForecastBasis.Nothing ? null : time.Seconds,
            time.Basis == ForecastBasis.Nothing ? null : time.Low,
            time.Basis == ForecastBasis.Nothing ? null : time.High,
            ForecastText.Of(time.Basis),
            time.Joules,
            work.Missing.Sum(step => step.Cost.Bytes),
            FreeBytes(),
            numerics);
    }

    private PlannedWork Union(IReadOnlyList<PlannedWork> plans, string numerics)
    {
        var missing = plans.SelectMany(plan => plan.Missing).DistinctBy(step => step.Key).ToList();
        return plans[0] with { Missing = missing, Lanes = plans.Max(plan => plan.Lanes), Forecaster = new TimeForecaster(laboratory, numerics) };
    }

    private long FreeBytes()
    {
        Directory.CreateDirectory(laboratory.Root);
        return new DriveInfo(laboratory.Root).AvailableFreeSpace;
    }
}

/// <summary>A plan, what is missing of it, and how long that takes here.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Missing">Steps without a result, in the order of work.</param>
/// <param name="Lanes">Steps that the worker will do side by side.</param>
/// <param name="Forecaster">Knows the speed of this machine.</param>
internal sealed record PlannedWork(ExperimentPlan Plan, IReadOnlyList<Step> Missing, int Lanes, TimeForecaster Forecaster)
{
    /// <summary>The time of what is missing.</summary>
    public TimeForecast Forecast() => Forecaster.Forecast(Missing, Lanes);
}
