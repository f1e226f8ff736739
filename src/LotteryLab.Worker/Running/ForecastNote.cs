using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Worker.Running;

/// <summary>Forecasts a run when it starts, and afterwards notes what it took: for the score of forecasts, and to make the next ones better.</summary>
internal sealed class ForecastNote
{
    /// <summary>Shorter runs measure the start of the program and nothing else.</summary>
    private const double ShortestSeconds = 2;

    private readonly Laboratory laboratory;
    private readonly ExperimentPlan plan;
    private readonly TimeForecaster forecaster;
    private readonly TimeForecast forecast;
    private readonly List<TrainStep> trainings;
    private readonly bool isFresh;

    /// <summary>Looks at what is missing now.</summary>
    public ForecastNote(Laboratory laboratory, ExperimentPlan plan, string numerics, int lanes)
    {
        this.laboratory = laboratory;
        this.plan = plan;
        forecaster = new TimeForecaster(laboratory, numerics);
        var missing = plan.Steps.Where(step => !laboratory.Store.Contains(step.Key)).ToList();
        forecast = forecaster.Forecast(missing, lanes);

        // A training that goes on from a checkpoint takes less than a whole one, and says nothing about speed.
        var all = missing.OfType<TrainStep>().ToList();
        trainings = [.. all.Where(step => !File.Exists(laboratory.JournalOf(step.Key)))];
        isFresh = trainings.Count == all.Count && all.Count > 0;
    }

    /// <summary>Learns from the trainings that this run finished in one go. A full disk costs the note and not the run.</summary>
    public void Keep(RunStatus status)
    {
        try
        {
            forecaster.Learn(Finished());
            if (isFresh && status.State == RunState.Succeeded && status.ElapsedSeconds >= ShortestSeconds)
            {
                new ForecastLog(laboratory).Note(plan.SpecHash, forecast, status.ElapsedSeconds);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Another worker that ends at the same moment holds the file, or the disk is full.
        }
    }

    private IEnumerable<(TrainStep Step, double Seconds)> Finished()
    {
        foreach (var training in trainings)
        {
            if (StepTail.Read(laboratory.JournalOf(training.Key)) is { Outcome: StepOutcome.Finished, Seconds: { } seconds })
            {
                yield return (training, seconds);
            }
        }
    }
}
