using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Networks.Sparsity;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Networks.Sparsity;

public sealed class KeptWeightsTests
{
    [Fact]
    public void WriteTo_GivesBackWhatReadFromTook()
    {
        using var scope = torch.NewDisposeScope();
        var layer = new LinearLayer("fc", 30, 20);
        var mask = BitMask.From(600, i => i % 7 == 3);
        using var dense = torch.rand([20, 30]).mul_(MaskTensors.ToTensor(mask, torch.zeros([20, 30])));
        foreach (var create in new Func<LinearLayer, BitMask, KeptWeights>[] { (layer, mask) => new SparseWeights(layer, mask), (l, m) => new CompactWeights(l, m) })
        {
            using var kept = create(layer, mask);
            using var copy = torch.zeros([20, 30]);
            kept.ReadFrom(dense);
            kept.WriteTo(copy);
            Assert.True(copy.eq(dense).all().item<bool>());
        }
    }

    [Fact]
    public void Pattern_ByInputAndByOutput_NamesTheSameWeights()
    {
        var mask = BitMask.From(7 * 5, i => i * i % 11 < 4 && i % 5 != 2);
        var pattern = new SparsePattern(mask, outputs: 7, inputs: 5);
        Assert.Equal(mask.Kept, pattern.Positions.Length);
        for (var output = 0; output < 7; output++)
        {
            for (var value = pattern.OutputStarts[output]; value < pattern.OutputStarts[output + 1]; value++)
            {
                Assert.True(mask[pattern.Positions[value]]);
                Assert.Equal(pattern.Positions[value], (output * 5) + pattern.InputOf[value]);
            }
        }

        for (var input = 0; input < 5; input++)
        {
            for (var entry = pattern.InputStarts[input]; entry < pattern.InputStarts[input + 1]; entry++)
            {
                Assert.Equal(pattern.Positions[pattern.ValueOf[entry]], (pattern.OutputOf[entry] * 5) + input);
            }
        }
    }
}
