using LotteryLab.Engine.Pruning.Criteria;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>SNIP and GraSP: scores and masks, in the mode that the case names and, where it says so, in training mode; GraSP by absolute score too.</summary>
public sealed class ScoredMasksCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["snip", "grasp"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("scores") && golden.Expected.Has("masks");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden, hasData: true);
        var (settings, expected) = (golden.Params, golden.Expected);
        settings["loss"].Word("mean cross entropy per batch");
        var densities = settings["densities"].Numbers();
        var scope = ScoreInputs.Scope(settings);
        var isTraining = inputs.IsTraining(settings);
        var criterion = golden.Method == "grasp" && settings.Has("temperature")
            ? new ComponentSpec("grasp", new GraspOptions { Temperature = settings["temperature"].Number() })
            : ScoreInputs.Criterion(golden.Method);
        ScoreRequest Request(ComponentSpec by, double density, bool inTraining)
        {
            var request = ScoreInputs.Iterated(ScoreInputs.Request(golden.Method, density), settings);
            return request with { Criterion = by, Scope = scope, Data = request.Data with { IsTraining = inTraining } };
        }

        inputs.VerifyScores(expected["scores"], inputs.Score(criterion, isTraining), golden.Tolerance);
        foreach (var (density, masks) in expected["masks"].Exactly(densities))
        {
            masks.Equal(inputs.Prune(Request(criterion, density, isTraining)).Masks, inputs.Given.Weights);
        }

        if (golden.Method == "grasp")
        {
            foreach (var (density, masks) in expected["masks_by_absolute_score"].Exactly(densities))
            {
                masks.Equal(inputs.Prune(Request(criterion with { Name = "grasp_abs" }, density, isTraining)).Masks, inputs.Given.Weights);
            }
        }

        if (expected.Has("scores_in_train_mode") || expected.Has("masks_in_train_mode"))
        {
            inputs.VerifyScores(expected["scores_in_train_mode"], inputs.Score(criterion, isTraining: true), golden.Tolerance);
            foreach (var (name, masks) in expected["masks_in_train_mode"].Entries())
            {
                var density = GoldenNode.ParseNumber(name, masks.Path);
                GoldenCase.Require(densities.Contains(density), $"{masks.Path} is for a density that the case does not name");
                masks.Equal(inputs.Prune(Request(criterion, density, inTraining: true)).Masks, inputs.Given.Weights);
            }
        }

        ScoreInputs.VerifyGap(expected["smallest_relative_gap_at_threshold"], densities.Min(density => inputs.Walk(Request(criterion, density, isTraining)).Gap));
        inputs.VerifyUntouched();
    }
}
