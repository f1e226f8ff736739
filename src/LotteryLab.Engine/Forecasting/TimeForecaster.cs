using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Forecasting;

/// <summary>Says how long missing steps will take on this machine, as a range in which the time should lie in 8 of 10 cases.</summary>
public sealed class TimeForecaster
{
    /// <summary>Start of the worker, LibTorch and the data set.</summary>
    public const double StartSeconds = 1.5;

    /// <summary>The 90th percentile of the normal distribution.</summary>
    private const double Quantile90 = 1.2816;

    // Spread of log(measured / forecast): the same recipe again, another recipe of the architecture, another network of the sort, the machine's measured
    // speeds alone, and ordinary speeds of any machine. The first comes from repeated runs, the others are a judgement, checked against three presets on one machine.
    private const double SameRecipe = 0.10;
    private const double SameArchitecture = 0.22;
    private const double SameSort = 0.35;
    private const double MachineOnly = 0.40;
    private const double Nothing = 0.85;

    private readonly StepTimeModel model;
    private readonly SpeedBook book;
    private readonly MachineSpeeds speeds;
    private readonly bool isMeasured;

    /// <summary>A forecaster for the device that <paramref name="numerics"/> names.</summary>
    public TimeForecaster(Laboratory laboratory, string numerics)
        : this(laboratory, MachineSpeeds.Read(laboratory, numerics))
    {
    }

    /// <summary>A forecaster from given speeds; null for a machine that was never measured.</summary>
    public TimeForecaster(Laboratory laboratory, MachineSpeeds? measured)
    {
        isMeasured = measured is not null;
        speeds = measured ?? MachineSpeeds.Nominal;
        model = new StepTimeModel(speeds);
        book = new SpeedBook(laboratory, speeds);
    }

    /// <summary>Forecasts steps.</summary>
    /// <param name="missing">Steps that are not done, each after those it builds on.</param>
    /// <param name="lanes">Steps side by side.</param>
    public TimeForecast Forecast(IReadOnlyList<Step> missing, int lanes)
    {
        if (missing.Count == 0)
        {
            return TimeForecast.Nothing;
        }

        var own = missing.ToDictionary(step => step.Key, Expect);
        var seconds = StartSeconds + LaneSchedule.Seconds(missing, step => own[step.Key].Seconds, lanes);
        var work = own.Values.Sum(expected => expected.Seconds);

        // The trainings of a plan are alike, so their errors do not average out: the deviation is the mean over the work.
        var deviation = own.Values.Sum(expected => expected.Seconds * expected.Deviation) / Math.Max(work, 1e-9);
        var basis = own.Values.GroupBy(expected => expected.Basis).MaxBy(group => group.Sum(expected => expected.Seconds))!.Key;
        return new TimeForecast(
            seconds,
            seconds * Math.Exp(-Quantile90 * deviation),
            seconds * Math.Exp(Quantile90 * deviation),
            basis,
            speeds.Watts * seconds);
    }

    /// <summary>Expected seconds of one step, alone.</summary>
    public double Seconds(Step step) => Expect(step).Seconds;

    /// <summary>Notes what trainings took, so that the next forecast is better.</summary>
    public void Learn(IEnumerable<(TrainStep Step, double Seconds)> trainings) =>
        book.Note(trainings.Select(training => (training.Step, training.Seconds, model.Seconds(training.Step))));

    private (double Seconds, double Deviation, ForecastBasis Basis) Expect(Step step)
    {
        var modelled = model.Seconds(step);
        if (step is not TrainStep train || book.Find(train) is not { } finding)
        {
            return (modelled, isMeasured ? MachineOnly : Nothing, isMeasured ? ForecastBasis.Machine : ForecastBasis.Nothing);
        }

        var (floor, basis) = finding.Kinship switch
        {
            SpeedKinship.Recipe => (SameRecipe, ForecastBasis.Recipe),
            SpeedKinship.Architecture => (SameArchitecture, ForecastBasis.Architecture),
            _ => (SameSort, ForecastBasis.Sort),
        };
        return (modelled * finding.Factor, Math.Max(floor, finding.LogDeviation), basis);
    }
}

/// <summary>What a forecast rests on, the best first.</summary>
public enum ForecastBasis
{
    /// <summary>Finished trainings of the same recipe.</summary>
    Recipe,

    /// <summary>Finished trainings of the same architecture.</summary>
    Architecture,

    /// <summary>Finished trainings of other networks.</summary>
    Sort,

    /// <summary>A measurement of this machine.</summary>
    Machine,

    /// <summary>Ordinary speeds: nothing was measured here.</summary>
    Nothing,

    /// <summary>Everything is done.</summary>
    Done,
}

/// <summary>A forecast.</summary>
/// <param name="Seconds">Expected seconds.</param>
/// <param name="Low">In one of ten cases it is quicker.</param>
/// <param name="High">In one of ten cases it is slower.</param>
/// <param name="Basis">What it rests on.</param>
/// <param name="Joules">Expected energy; null where the machine does not say what it draws.</param>
public sealed record TimeForecast(double Seconds, double Low, double High, ForecastBasis Basis, double? Joules)
{
    /// <summary>Nothing to do.</summary>
    public static TimeForecast Nothing { get; } = new(0, 0, 0, ForecastBasis.Done, 0);
}
