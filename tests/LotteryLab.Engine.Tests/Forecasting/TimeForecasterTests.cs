using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Presets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps.Kinds;

namespace LotteryLab.Engine.Tests.Forecasting;

public sealed class TimeForecasterTests : IDisposable
{
    private readonly Laboratory laboratory = new(Directory.CreateTempSubdirectory("lotterylab-forecast-").FullName);
    private readonly MachineSpeeds measured = MachineSpeeds.Nominal with { Machine = "this one" };

    [Fact]
    public void SpeedCurve_BetweenItsPoints_IsStraightOnLogarithmicAxes()
    {
        var curve = new SpeedCurve([new(100, 1), new(1, 100)]);
        Assert.Equal(10, curve.At(10), 9);
        Assert.Equal(100, curve.At(0.001));
        Assert.Equal(1, curve.At(1e9));
    }

    [Fact]
    public void Iteration_OfLeNet_AddsArithmeticTrafficAndOperations()
    {
        // One speed for every size, so that the sum can be made by hand: 266,200 multiply-adds an image, three passes, batch 60.
        var speeds = MachineSpeeds.Nominal with { Linear = new SpeedCurve([new(1, 1e10)]), Memory = new SpeedCurve([new(1, 1e30)]), OperationSeconds = 0 };
        var network = Plan("lenet-300-100").Network;
        Assert.Equal(3 * 60 * 266_200 / 1e10, new StepTimeModel(speeds).Iteration(network, 60), 9);

        var slowMemory = speeds with { Memory = new SpeedCurve([new(1, 1e9)]) };
        Assert.True(new StepTimeModel(slowMemory).Iteration(network, 60) > 1.5 * new StepTimeModel(speeds).Iteration(network, 60));
    }

    [Fact]
    public void Forecast_WithoutAnyMeasurement_SaysThatItIsAGuess()
    {
        var forecast = new TimeForecaster(laboratory, measured: null).Forecast(Plan("lenet-300-100").Steps, 1);
        Assert.Equal(ForecastBasis.Nothing, forecast.Basis);
        Assert.True(forecast.High / forecast.Low > 8);
    }

    [Fact]
    public void Forecast_OfNothingMissing_IsDone() => Assert.Equal(TimeForecast.Nothing, new TimeForecaster(laboratory, measured).Forecast([], 2));

    [Fact]
    public void Forecast_AfterARunThatTookTwiceAsLong_IsTwiceAsLongAndNarrower()
    {
        var plan = Plan("lenet-300-100");
        var before = new TimeForecaster(laboratory, measured);
        var first = before.Forecast(plan.Steps, 1);
        var trained = Trainings(plan).Sum(before.Seconds);
        before.Learn([.. Trainings(plan).Select(step => (step, 2 * before.Seconds(step)))]);

        var second = new TimeForecaster(laboratory, measured).Forecast(plan.Steps, 1);
        Assert.Equal(ForecastBasis.Recipe, second.Basis);
        Assert.Equal(first.Seconds + trained, second.Seconds, trained * 0.01);
        Assert.True(second.High / second.Low < first.High / first.Low);
        Assert.InRange(second.Seconds, second.Low, second.High);
    }

    [Fact]
    public void Forecast_OfAnotherRecipe_LearnsFromTheArchitecture()
    {
        var forecaster = new TimeForecaster(laboratory, measured);
        forecaster.Learn(Trainings(Plan("lenet-300-100")).Select(step => (step, 3 * forecaster.Seconds(step))));
        var other = new TimeForecaster(laboratory, measured).Forecast(Plan("lenet-300-100", batch: 100).Steps, 1);
        Assert.Equal(ForecastBasis.Architecture, other.Basis);
        Assert.Equal(ForecastBasis.Sort, new TimeForecaster(laboratory, measured).Forecast(Plan("mlp").Steps, 1).Basis);
    }

    [Fact]
    public void Book_OfAnotherMachine_IsLeftAside()
    {
        var forecaster = new TimeForecaster(laboratory, measured);
        var plan = Plan("lenet-300-100");
        forecaster.Learn(Trainings(plan).Select(step => (step, 2.0)));
        Assert.Equal(ForecastBasis.Machine, new TimeForecaster(laboratory, measured with { Machine = "another" }).Forecast(plan.Steps, 1).Basis);
    }

    [Fact]
    public void Book_ThatIsDamaged_CostsNothingButItsContent()
    {
        File.WriteAllText(Path.Combine(laboratory.Root, "speeds.json"), "{ torn");
        Assert.Equal(ForecastBasis.Machine, new TimeForecaster(laboratory, measured).Forecast(Plan("lenet-300-100").Steps, 1).Basis);
    }

    [Fact]
    public void MachineSpeeds_WrittenAndRead_AreTheSameOnThisMachineOnly()
    {
        var speeds = measured with { Machine = MachineSpeeds.Fingerprint("libtorch-0/cpu") };
        speeds.Write(laboratory);
        var read = MachineSpeeds.Read(laboratory, "libtorch-0/cpu");
        Assert.Equal(speeds.Linear.Points, read!.Linear.Points);
        Assert.Null(MachineSpeeds.Read(laboratory, "libtorch-1/cpu"));
    }

    [Fact]
    public void Score_OfTwoForecasts_CountsWhatLayInsideAndHowFarOffTheyWere()
    {
        var log = new ForecastLog(laboratory);
        Assert.Null(log.Score());
        log.Note("a", new TimeForecast(100, 80, 125, ForecastBasis.Machine, null), 110);
        log.Note("b", new TimeForecast(100, 80, 125, ForecastBasis.Machine, null), 200);
        log.Note("c", new TimeForecast(100, 80, 125, ForecastBasis.Machine, null), 80);
        var score = log.Score()!;
        Assert.Equal((3, 2), (score.Runs, score.Inside));
        Assert.Equal(0.25, score.MedianMiss, 9);
    }

    public void Dispose() => Directory.Delete(laboratory.Root, recursive: true);

    private static IEnumerable<TrainStep> Trainings(ExperimentPlan plan) => plan.Steps.OfType<TrainStep>();

    private static ExperimentPlan Plan(string architecture, int batch = 60)
    {
        var catalog = ComponentCatalog.Default;
        var spec = PresetCatalog.Default.Find("first-ticket").Spec;
        var network = architecture == spec.Architecture.Name ? spec.Architecture : catalog.WithDefaults<IArchitecture>(architecture);
        return Planner.Plan(
            spec with { Replicates = 1, Controls = [], Evaluations = [], Architecture = network, Training = spec.Training with { BatchSize = batch } },
            new PlanContext(catalog, DataFolders.Default(), "libtorch-0/cpu"));
    }
}
