using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training.Schedules;

namespace LotteryLab.Engine.Tests.Golden.Imp;

/// <summary>The schedule that open_lth's hyper-parameters stand for.</summary>
/// <param name="Rates">Rate of each iteration.</param>
/// <param name="Total">Iterations of the training.</param>
/// <param name="RatesDependOnEpochs">Whether a rate depends on how long an epoch is.</param>
internal sealed record OpenLthSchedule(ILearningRateSchedule Rates, long Total, bool RatesDependOnEpochs)
{
    /// <summary>Reads <c>lr</c>, <c>training_steps</c> and, where they are, <c>milestone_steps</c>, <c>gamma</c> and <c>warmup_steps</c>.</summary>
    public static OpenLthSchedule Read(GoldenNode settings, long iterationsPerEpoch)
    {
        var milestones = settings.Find("milestone_steps")?.Text().Split(',') ?? [];
        var gamma = settings.Find("gamma")?.Number();
        GoldenCase.Require(milestones.Length == 0 == gamma is null, $"{settings.Path}: milestone_steps and gamma go together");
        var warmup = settings.Find("warmup_steps")?.Text();
        var options = new MilestonesOptions
        {
            Milestones = milestones,
            Gamma = gamma ?? 1,
            Warmup = warmup is null ? TrainingLength.Zero : TrainingLength.Parse(warmup),
        };
        var total = TrainingLength.Parse(settings["training_steps"].Text()).ToIterations(iterationsPerEpoch);
        return new OpenLthSchedule(
            new MilestonesSchedule().Resolve(options, settings["lr"].Number(), iterationsPerEpoch, total),
            total,
            milestones.Append(warmup ?? "").Any(text => text.Contains("ep", StringComparison.Ordinal)));
    }
}
