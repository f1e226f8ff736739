using LotteryLab.Engine.Methods.ScoreLearning;
using LotteryLab.Engine.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Methods.Bip;

/// <summary>Masks from scores (card 05): by rank of magnitudes over all layers, or of norms of filters or channels within each convolution.</summary>
internal static class BipMasks
{
    /// <summary>Writes the masks of all layers.</summary>
    public static void Update(IReadOnlyList<Tensor> scores, IReadOnlyList<Tensor> masks, IReadOnlyList<ParameterDefinition> definitions, BipSettings settings)
    {
        if (settings.Structure == BipStructure.Unstructured)
        {
            TopScores.RankTogether(scores, masks, all => TopScores.KeepLargest(all, TopScores.RemovedAt(settings.Keep, all.numel())));
            return;
        }

        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < scores.Count; i++)
        {
            if (definitions[i].Role == ParameterRole.ConvolutionWeight)
            {
                var units = Units(scores[i], settings.Keep, settings.Structure, settings.RanksByAbsoluteSum);
                masks[i].copy_((settings.Structure == BipStructure.Filter ? units.reshape(-1, 1, 1, 1) : units.reshape(1, -1, 1, 1)).expand_as(masks[i]));
            }
        }
    }

    /// <summary>1 for each filter or channel of a convolution that is kept. Linear layers stay dense; image channels are pruned like others.</summary>
    public static Tensor Units(Tensor score, double keep, BipStructure structure, bool byAbsoluteSum)
    {
        using var scope = torch.NewDisposeScope();
        var rows = (structure == BipStructure.Filter ? score : score.transpose(0, 1)).flatten(1);
        var norms = byAbsoluteSum ? rows.abs().sum([1L]) : rows.square().sum([1L]).sqrt();
        return TopScores.KeepLargest(norms, TopScores.RemovedAt(keep, norms.numel())).MoveToOuterDisposeScope();
    }
}
