using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Engine.Planning;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Steps;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Text;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>plan SPEC</c>: what a run would do, without doing it.</summary>
internal static class PlanVerb
{
    public static Command Create(Session session)
    {
        var spec = SharedOptions.Spec();
        var laboratory = SharedOptions.Laboratory();
        var device = SharedOptions.Device();
        var json = SharedOptions.Json();
        var command = new Command("plan", "Show the steps of an experiment, which are done already, and the expected time and disk space") { spec, laboratory, device, json };
        command.SetAction((parsed, cancellation) =>
        {
            var experiment = SpecSource.Read(parsed.GetValue(spec)!, session.Input, ComponentCatalog.Default);
            var place = SharedOptions.Open(parsed.GetValue(laboratory));
            using var host = new EngineHost(parsed.GetValue(device)!);
            var plan = host.Plan(experiment);
            var lanes = host.DefaultLanes(plan);
            var missing = plan.Steps.Where(step => !place.Store.Contains(step.Key)).ToList();
            if (missing.Count > 0 && MachineSpeeds.Read(place, host.Numerics) is null)
            {
                CalibrateVerb.Measure(host, place, parsed.GetValue(device)!, cancellation);
            }

            var time = new TimeForecaster(place, host.Numerics).Forecast(missing, lanes);
            var forecast = new Forecast(plan, place, host.Numerics, lanes, missing, time);
            session.Line(parsed.GetValue(json) ? JsonText.Pretty(forecast.ToJson()) : forecast.ToText());
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    /// <summary>A plan with what is known about its cost.</summary>
    private sealed record Forecast(ExperimentPlan Plan, Laboratory Laboratory, string Numerics, int Lanes, IReadOnlyList<Step> Missing, TimeForecast Time)
    {
        private readonly IReadOnlyList<IGrouping<string, Step>> kinds = [.. Plan.Steps.GroupBy(step => step.Kind)];

        private long Bytes => Missing.Sum(step => step.Cost.Bytes);

        /// <summary>Trainings of rounds that reuse another round's training, or its artifact.</summary>
        private int SharedTrainings => Plan.Rounds.Count - Plan.Rounds.Select(round => round.Training.Key).Distinct().Count();

        public JsonObject ToJson() => new()
        {
            ["name"] = Plan.Spec.Name,
            ["spec"] = Plan.SpecHash,
            ["folder"] = Laboratory.ExperimentFolder(Plan.SpecHash),
            ["numerics"] = Numerics,
            ["steps"] = Plan.Steps.Count,
            ["done"] = Plan.Steps.Count - Missing.Count,
            ["kinds"] = new JsonArray([.. kinds.Select(kind => (JsonNode)new JsonObject { ["kind"] = kind.Key, ["steps"] = kind.Count(), ["done"] = kind.Count(IsDone), ["iterations"] = kind.Sum(step => step.Cost.Iterations) })]),
            ["rounds"] = Plan.Rounds.Count,
            ["sharedTrainings"] = SharedTrainings,
            ["iterationsLeft"] = Missing.Sum(step => step.Cost.Iterations),
            ["multiplyAddsLeft"] = Missing.Sum(step => step.Cost.MultiplyAdds),
            ["estimatedSeconds"] = Time.Seconds,
            ["estimatedSecondsLow"] = Time.Low,
            ["estimatedSecondsHigh"] = Time.High,
            ["estimateSource"] = ForecastText.Of(Time.Basis),
            ["estimatedBytes"] = Bytes,
            ["lanes"] = Lanes,
            ["warnings"] = new JsonArray([.. Plan.Warnings.Select(warning => (JsonNode)warning)]),
        };

        public string ToText()
        {
            var table = new TextTable("step", "number", "done", "iterations");
            foreach (var kind in kinds)
            {
                table.Add(kind.Key, Text(kind.Count()), Text(kind.Count(IsDone)), Numbers.Groups(kind.Sum(step => step.Cost.Iterations)));
            }

            table.Add("all", Text(Plan.Steps.Count), Text(Plan.Steps.Count(IsDone)), Numbers.Groups(Plan.Steps.Sum(step => step.Cost.Iterations)));
            var time = Missing.Count == 0
                ? "Everything is done."
                : $"Time: {Numbers.Duration(Time.Low)} to {Numbers.Duration(Time.High)} with {Lanes} lanes ({ForecastText.Of(Time.Basis)}).";
            var shared = SharedTrainings == 0 ? "no training is shared between them" : $"{SharedTrainings} of them share the training of another";
            return $"{Plan.Spec.Name} ({Plan.SpecHash[..16]}) on {Numerics}\n\n{table}\n{Plan.Rounds.Count} rounds; {shared}.\n{time}\nDisk: about {Numbers.Bytes(Bytes)} more in {Laboratory.Root}.{string.Concat(Plan.Warnings.Select(warning => $"\nWarning: {warning}"))}";
        }

        private bool IsDone(Step step) => Laboratory.Store.Contains(step.Key);

        private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
