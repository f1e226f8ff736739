namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>GraSP scores, and masks by signed and by absolute score.</summary>
public sealed class GraspCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "grasp" && golden.HasExpected("masks");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden);
        ScoreInputs.VerifyScores(golden.Expected.GetProperty("scores"), inputs.Score("grasp"), golden.Tolerance, "score");
        foreach (var (criterion, member) in new[] { ("grasp", "masks"), ("grasp_abs", "masks_by_absolute_score") })
        {
            foreach (var masks in golden.Expected.GetProperty(member).EnumerateObject())
            {
                GoldenAssert.Masks(masks.Value, inputs.Prune(criterion, ScoreInputs.Number(masks)).Masks, $"{criterion} at density {masks.Name}");
            }
        }

        inputs.VerifyUntouched();
    }
}
