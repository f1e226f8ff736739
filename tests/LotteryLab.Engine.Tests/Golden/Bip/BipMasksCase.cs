using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Masks from given scores: weights, filters and channels, both norms.</summary>
public sealed class BipMasksCase : IGoldenCase
{
    private static readonly (string Name, BipStructure Structure, bool ByAbsoluteSum)[] Groups =
        [("filter_l2", BipStructure.Filter, false), ("filter_l1", BipStructure.Filter, true), ("channel_l2", BipStructure.Channel, false), ("channel_l1", BipStructure.Channel, true)];

    public IReadOnlyList<string> Methods => ["bip"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("kept_counts");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        using var scope = torch.NewDisposeScope();
        var scores = golden.BareTensors("scores only");
        ParameterDefinition[] definitions = [.. scores.Select(pair => new ParameterDefinition(pair.Key, pair.Value.Shape, pair.Value.Shape.Count == 2 ? ParameterRole.LinearWeight : ParameterRole.ConvolutionWeight, false, false))];
        string[] convolutions = [.. definitions.Where(definition => definition.Role == ParameterRole.ConvolutionWeight).Select(definition => definition.Name)];
        var keep = golden.Params["keep"].Numbers();
        var counts = golden.Expected["kept_counts"].Exactly(keep).ToDictionary(pair => pair.Number, pair => pair.Node);
        foreach (var (share, node) in golden.Expected["unstructured"].Exactly(keep))
        {
            var masks = Masks(scores, definitions, new BipSettings(BipMode.Paper, share));
            node.Equal(masks, scores);
            counts[share].Equal(masks.Kept);
        }

        foreach (var (name, structure, byAbsoluteSum) in Groups)
        {
            foreach (var (share, node) in golden.Expected[name].Exactly(keep))
            {
                var masks = Masks(scores, definitions, new BipSettings(BipMode.Paper, share) { Structure = structure, RanksByAbsoluteSum = byAbsoluteSum });
                foreach (var (layer, units) in node.Exactly(convolutions))
                {
                    units.Equal(Units(masks[layer], scores[layer].Shape, structure));
                }

                GoldenCase.Require(masks.Entries.All(entry => convolutions.Contains(entry.Key) || entry.Value.Kept == entry.Value.Count), "a linear layer is pruned");
            }
        }
    }

    private static MaskSet Masks(IReadOnlyDictionary<string, GoldenTensor> scores, ParameterDefinition[] definitions, BipSettings settings)
    {
        torch.Tensor[] masks = [.. scores.Values.Select(tensor => torch.ones([.. tensor.Shape]))];
        BipMasks.Update([.. scores.Values.Select(tensor => tensor.ToTensor())], masks, definitions, settings);
        return new MaskSet(scores.Keys.Select((name, i) => KeyValuePair.Create(name, MaskTensors.FromTensor(masks[i]))));
    }

    // 1 for each filter or channel that is kept; a unit is kept or removed as one.
    private static IEnumerable<long> Units(BitMask mask, IReadOnlyList<long> shape, BipStructure structure)
    {
        var (outputs, inputs, space) = (shape[0], shape[1], shape.Skip(2).Aggregate(1L, (product, size) => product * size));
        for (var unit = 0L; unit < (structure == BipStructure.Filter ? outputs : inputs); unit++)
        {
            var kept = 0L;
            for (var other = 0L; other < (structure == BipStructure.Filter ? inputs : outputs); other++)
            {
                var start = ((structure == BipStructure.Filter ? (unit * inputs) + other : (other * inputs) + unit)) * space;
                kept += mask.KeptIn(start, start + space);
            }

            GoldenCase.Require(kept == 0 || kept == mask.Count / (structure == BipStructure.Filter ? outputs : inputs), $"unit {unit} is neither kept nor removed");
            yield return kept == 0 ? 0 : 1;
        }
    }
}
