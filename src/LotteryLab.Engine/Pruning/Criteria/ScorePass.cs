using LotteryLab.Engine.Pruning.Scores;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Pruning.Criteria;

/// <summary>One pass over the data of a criterion.</summary>
internal static class ScorePass
{
    /// <summary>Adds what each batch gives. Losses are means over their batch, so a smaller last batch counts as much as a full one.</summary>
    public static void Accumulate(CriterionInput input, int pass, Tensor[] sums, Func<ScoreBatch, IList<Tensor>> derive)
    {
        var data = input.Data ?? throw new ArgumentException("The criterion needs training images.", nameof(input));
        using var batches = data.Pass(pass).GetEnumerator();
        while (true)
        {
            // The batch is made inside the scope that frees it.
            using var scope = NewDisposeScope();
            if (!batches.MoveNext())
            {
                return;
            }

            input.Cancellation.ThrowIfCancellationRequested();
            var derived = derive(batches.Current);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i].add_(derived[i]);
            }
        }
    }
}
