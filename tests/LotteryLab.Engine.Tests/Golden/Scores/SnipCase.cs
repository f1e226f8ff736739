namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>SNIP scores and masks, in evaluation and in training mode.</summary>
public sealed class SnipCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "snip" && golden.HasExpected("masks");

    public void Verify(GoldenCase golden)
    {
        using var inputs = new ScoreInputs(golden);
        ScoreInputs.VerifyScores(golden.Expected.GetProperty("scores"), inputs.Score("snip"), golden.Tolerance, "score");
        foreach (var masks in golden.Expected.GetProperty("masks").EnumerateObject())
        {
            GoldenAssert.Masks(masks.Value, inputs.Prune("snip", ScoreInputs.Number(masks)).Masks, $"density {masks.Name}");
        }

        if (golden.HasExpected("scores_in_train_mode"))
        {
            ScoreInputs.VerifyScores(golden.Expected.GetProperty("scores_in_train_mode"), inputs.Score("snip", isTraining: true), golden.Tolerance, "score in training mode");
            foreach (var masks in golden.Expected.GetProperty("masks_in_train_mode").EnumerateObject())
            {
                var outcome = inputs.Prune("snip", ScoreInputs.Number(masks), request => request with { Data = request.Data with { IsTraining = true } });
                GoldenAssert.Masks(masks.Value, outcome.Masks, $"density {masks.Name} in training mode");
            }
        }

        inputs.VerifyUntouched();
    }
}
