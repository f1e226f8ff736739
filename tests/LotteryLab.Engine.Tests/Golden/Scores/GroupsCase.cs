using System.Globalization;
using System.Text.RegularExpressions;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Pruning.Granularities;
using LotteryLab.Engine.Pruning.Scores;
using LotteryLab.Engine.Training.Rules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>N:M masks by magnitude, of given scores and as training makes them anew, and the gradient that a dense weight receives under SR-STE.</summary>
public sealed partial class GroupsCase : IGoldenCase
{
    public IReadOnlyList<string> Methods => ["nm-sparsity"];

    public bool HasShape(GoldenCase golden) => golden.Expected.Has("masks");

    public void Verify(GoldenCase golden)
    {
        golden.HasNoInputs();
        var weights = Weights(golden);
        var patterns = golden.Params["patterns"].Texts();
        var hasGradient = golden.Params.Has("lambda");
        if (hasGradient)
        {
            golden.Expected["sr_ste_gradient"].Exactly(patterns);
        }

        foreach (var (pattern, node) in golden.Expected["masks"].Exactly(patterns))
        {
            var numbers = Pattern().Match(pattern);
            GoldenCase.Require(numbers.Success, $"'{pattern}' is no pattern N:M");
            var options = new GroupOptions { Kept = int.Parse(numbers.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Of = int.Parse(numbers.Groups[2].ValueSpan, CultureInfo.InvariantCulture) };
            foreach (var (name, expected) in node.Exactly(weights.Keys))
            {
                var mask = Mask(weights[name], options);
                expected.Equal(mask, weights[name].Shape);
                if (hasGradient)
                {
                    VerifyGradient(golden, pattern, name, weights[name], options);
                }
            }
        }
    }

    private static BitMask Mask(GoldenTensor weight, GroupOptions options)
    {
        if (weight.Shape[1] % options.Of != 0)
        {
            return BitMask.Full(weight.Values.Length);
        }

        var mask = ScoreThreshold.Groups(Array.ConvertAll(weight.Values, Math.Abs), weight.Shape, options.Kept, options.Of);
        GoldenAssert.Same(weight.Values.Length * options.Kept / options.Of, mask.Kept, "kept weights");
        using var scope = torch.NewDisposeScope();
        GoldenCase.Require(mask.Equals(MaskTensors.FromTensor(GroupMask.Of(weight.ToTensor(), options.Kept, options.Of))), "training makes another mask than pruning");
        return mask;
    }

    private static void VerifyGradient(GoldenCase golden, string pattern, string name, GoldenTensor weight, GroupOptions options)
    {
        using var scope = torch.NewDisposeScope();
        var incoming = golden.Params["incoming_gradient"][name].Tensor(weight.Shape);
        var values = weight.ToTensor();
        if (weight.Shape[1] % options.Of != 0)
        {
            // A tensor that stays dense has no pruned weights to pull.
            golden.Expected["sr_ste_gradient"][pattern][name].Close(incoming.ToTensor(), golden.Tolerance);
            return;
        }

        var gradient = GroupMask.StraightThroughGradient(incoming.ToTensor(), GroupMask.Of(values, options.Kept, options.Of), values, golden.Params["lambda"].Number());
        golden.Expected["sr_ste_gradient"][pattern][name].Close(gradient, golden.Tolerance);
    }

    private static IReadOnlyDictionary<string, GoldenTensor> Weights(GoldenCase golden)
    {
        var words = Bare().Match(golden.Root["network"]["architecture"].Text());
        GoldenCase.Require(words.Success, "network.architecture describes no single weight");
        long[] shape = [.. words.Groups["shape"].Value.Split('x').Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        var weights = golden.Root["network"]["parameters"].Tensors();
        GoldenCase.Require(weights.Count == 1 && shape.Length == (words.Groups["kind"].Value == "conv" ? 4 : 2), "network.architecture describes another number of weights or dimensions");
        foreach (var (name, weight) in weights)
        {
            GoldenAssert.SameShape(shape, weight.Shape, name);
        }

        return weights;
    }

    [GeneratedRegex(@"^one (?<kind>conv|linear) weight (?<shape>\d+(?:x\d+)+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    [GeneratedRegex(@"^(\d+):(\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
