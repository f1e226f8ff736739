
namespace LotteryLab.Engine.Forecasting;

/// <summary>Words of forecasts that command line and pages have in common.</summary>
public static class ForecastText
{
    /// <summary>What a forecast rests on.</summary>
    public static string Of(ForecastBasis basis) => basis switch
    {
        ForecastBasis.Recipe => "from finished trainings of this recipe",
        ForecastBasis.Architecture => "from finished trainings of this architecture",
        ForecastBasis.Sort => "from finished trainings of similar networks",
        ForecastBasis.Machine => "from a measurement of this machine",
        ForecastBasis.Done => "everything is done",
        _ => "a guess: this machine was not measured yet",
    };
}
