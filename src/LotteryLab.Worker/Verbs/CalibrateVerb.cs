using System.CommandLine;
using System.Globalization;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Forecasting;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>calibrate</c>: measures this machine once, so that the first run of an experiment has an estimate already.</summary>
internal static class CalibrateVerb
{
    public static Command Create(Session session)
    {
        var laboratory = SharedOptions.Laboratory();
        var device = SharedOptions.Device();
        var again = new Option<bool>("--again") { Description = "Measure although this machine was measured before" };
        var command = new Command("calibrate", "Measure in a few seconds how fast this machine trains, for estimates") { laboratory, device, again };
        command.SetAction((parsed, cancellation) =>
        {
            var place = SharedOptions.Open(parsed.GetValue(laboratory));
            using var host = new EngineHost(parsed.GetValue(device)!);
            var known = parsed.GetValue(again) ? null : MachineSpeeds.Read(place, host.Numerics);
            session.Line(Describe(known ?? Measure(host, place, parsed.GetValue(device)!, cancellation)));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    /// <summary>Measures and writes it down.</summary>
    public static MachineSpeeds Measure(EngineHost host, Laboratory laboratory, string device, CancellationToken cancellation)
    {
        var lanes = device.StartsWith("cuda", StringComparison.Ordinal) ? 1 : Environment.ProcessorCount;
        var speeds = MachineMeasurement.Run(host.Numerics, host.Device, lanes, cancellation);
        cancellation.ThrowIfCancellationRequested();
        speeds.Write(laboratory);
        return speeds;
    }

    private static string Describe(MachineSpeeds speeds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{speeds.Machine}\nEach of {speeds.Lanes} lanes: {Giga(speeds.Linear)} G multiply-adds/s in linear layers, {Giga(speeds.Convolution)} in convolutions (small to large), {Giga(speeds.Memory)} GB/s of memory, {speeds.OperationSeconds * 1e6:F1} us an operation{(speeds.Watts is { } watts ? $", {watts:F0} W" : "")}.");

    private static string Giga(SpeedCurve curve) => string.Join(" / ", curve.Points.Select(point => (point.PerSecond / 1e9).ToString("F1", CultureInfo.InvariantCulture)));
}
