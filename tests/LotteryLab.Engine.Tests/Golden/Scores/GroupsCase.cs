using System.Globalization;
using LotteryLab.Engine.Pruning.Scores;

namespace LotteryLab.Engine.Tests.Golden.Scores;

/// <summary>N:M masks by magnitude, and the gradient that a dense weight receives under SR-STE.</summary>
public sealed class GroupsCase : IGoldenCase
{
    public bool CanHandle(GoldenCase golden) => golden.Method == "nm-sparsity" && golden.HasExpected("masks");

    public void Verify(GoldenCase golden)
    {
        foreach (var (name, weight) in golden.Parameters())
        {
            var scores = Array.ConvertAll(weight.Values, Math.Abs);
            foreach (var pattern in golden.Expected.GetProperty("masks").EnumerateObject())
            {
                var numbers = pattern.Name.Split(':').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
                var mask = ScoreThreshold.Groups(scores, weight.Shape, numbers[0], numbers[1]);
                Assert.True(mask.Equals(GoldenCase.Masks(pattern.Value)[name]), $"{pattern.Name} of {name}");
                Assert.Equal(scores.Length * numbers[0] / numbers[1], mask.Kept);
                if (golden.HasExpected("sr_ste_gradient"))
                {
                    var incoming = GoldenCase.Tensors(golden.Params.GetProperty("incoming_gradient"))[name].Values;
                    var lambda = golden.Params.GetProperty("lambda").GetDouble();
                    var gradient = incoming.Select((value, i) => value + (mask[i] ? 0 : lambda * weight.Values[i])).ToArray();
                    GoldenAssert.Close(GoldenCase.Tensors(golden.Expected.GetProperty("sr_ste_gradient").GetProperty(pattern.Name))[name].Values, gradient, golden.Tolerance, $"gradient of {name} under {pattern.Name}");
                }
            }
        }
    }
}
