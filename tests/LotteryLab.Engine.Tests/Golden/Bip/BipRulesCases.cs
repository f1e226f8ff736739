using System.Globalization;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Methods.Bip;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Bip;

/// <summary>Masks from given scores: weights, filters and channels, both norms.</summary>
public sealed class BipMasksCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "bip" && golden.HasExpected("kept_counts");

    public void Verify(GoldenCase golden)
    {
        using var scope = torch.NewDisposeScope();
        var scores = golden.Parameters();
        ParameterDefinition[] definitions = [.. scores.Select(pair => new ParameterDefinition(pair.Key, pair.Value.Shape, pair.Value.Shape.Count == 2 ? ParameterRole.LinearWeight : ParameterRole.ConvolutionWeight, false, false))];
        foreach (var keep in golden.Params.GetProperty("keep").EnumerateArray().Select(value => value.GetDouble()))
        {
            var key = keep.ToString(CultureInfo.InvariantCulture);
            torch.Tensor[] masks = [.. scores.Values.Select(tensor => torch.ones([.. tensor.Shape]))];
            BipMasks.Update([.. scores.Values.Select(tensor => tensor.ToTensor())], masks, definitions, new BipSettings(BipMode.Paper, keep));
            var actual = new MaskSet(scores.Keys.Select((name, i) => KeyValuePair.Create(name, MaskTensors.FromTensor(masks[i]))));
            GoldenAssert.Masks(golden.Expected.GetProperty("unstructured").GetProperty(key), actual, $"weights at {key}");
            Assert.Equal(golden.Expected.GetProperty("kept_counts").GetProperty(key).GetInt64(), actual.Kept);
            foreach (var (group, structure, byAbsoluteSum) in new[] { ("filter_l2", BipStructure.Filter, false), ("filter_l1", BipStructure.Filter, true), ("channel_l2", BipStructure.Channel, false), ("channel_l1", BipStructure.Channel, true) })
            {
                foreach (var layer in golden.Expected.GetProperty(group).GetProperty(key).EnumerateObject())
                {
                    GoldenAssert.Close(layer.Value, GoldenAssert.Doubles(BipMasks.Units(scores[layer.Name].ToTensor(), keep, structure, byAbsoluteSum)), golden.Tolerance, $"{group} of {layer.Name} at {key}");
                }
            }
        }
    }
}

/// <summary>Learning rates of the released code.</summary>
public sealed class BipSchedulesCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "bip" && golden.HasExpected("rows");

    public void Verify(GoldenCase golden)
    {
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            var epochs = row.GetProperty("epochs").GetInt64();
            var rate = row.GetProperty("base_lr").GetDouble();
            Assert.Equal(0, row.GetProperty("warmup_epochs").GetInt64());
            Assert.Equal(rate, row.GetProperty("warmup_lr").GetDouble());
            const int perEpoch = 7;
            ILearningRateSchedule schedule = row.GetProperty("kind").GetString() switch
            {
                "cosine" => new OffsetCosineSchedule().Resolve(new OffsetCosineOptions(), rate, perEpoch, epochs * perEpoch),
                "step" => new TwoDropsSchedule().Resolve(new TwoDropsOptions(), rate, perEpoch, epochs * perEpoch),
                var other => throw new FormatException($"Unknown schedule '{other}'."),
            };
            var expected = row.GetProperty("lr_per_epoch");
            GoldenAssert.Close(expected, [.. Enumerable.Range(0, (int)epochs).Select(epoch => schedule.At(epoch * perEpoch))], golden.Tolerance, "first step of the epoch");
            GoldenAssert.Close(expected, [.. Enumerable.Range(0, (int)epochs).Select(epoch => schedule.At((epoch * perEpoch) + perEpoch - 1))], golden.Tolerance, "last step of the epoch");
        }
    }
}
