using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Networks;

public sealed class InitializerTests
{
    private static readonly NetworkDefinition Wide = KnownArchitectures.Find("mlp").Build(new MlpOptions { Widths = [300, 200] }, new ImageShape(1, 20, 20), 10);

    [Theory]
    [InlineData("glorot-normal", 400 + 300, 2)]
    [InlineData("glorot-normal-truncated", 400 + 300, 2)]
    [InlineData("glorot-uniform", 400 + 300, 2)]
    [InlineData("kaiming-normal", 400, 2)]
    [InlineData("kaiming-uniform", 400, 2)]
    [InlineData("kaiming-normal-fan-out", 300, 2)]
    [InlineData("kaiming-uniform-fan-out", 300, 2)]
    [InlineData("binary", 400, 2)]
    [InlineData("signed-constant", 400, 2)]
    public void Weights_HaveTheDeviationOfTheirDistribution(string initializer, double fan, double gain)
    {
        var values = Draw(initializer, "fc_layers.0.weight");
        var deviation = Math.Sqrt(gain / fan);
        Assert.Equal(0, values.Average(), 0.02 * deviation * 3);
        Assert.Equal(deviation, Math.Sqrt(values.Average(value => (double)value * value)), 0.01 * deviation);
    }

    [Fact]
    public void TruncatedNormal_IsCutAtTwoOfItsOwnDeviations()
    {
        var cut = 2 * Math.Sqrt(2.0 / 700) / 0.87962566103423978;
        var largest = Draw("glorot-normal-truncated", "fc_layers.0.weight").Max(Math.Abs);
        Assert.InRange(largest, 0.99 * cut, cut * 1.000001);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("signed-constant")]
    public void SignedWeights_HaveOneMagnitude(string initializer) =>
        Assert.Single(Draw(initializer, "fc_layers.0.weight").Select(Math.Abs).Distinct());

    [Fact]
    public void Orthogonal_HasOrthonormalRows()
    {
        var values = Draw("orthogonal", "fc_layers.0.weight");
        for (var i = 0; i < 300; i += 50)
        {
            for (var j = 0; j < 300; j += 50)
            {
                var dot = Enumerable.Range(0, 400).Sum(k => (double)values[(i * 400) + k] * values[(j * 400) + k]);
                Assert.Equal(i == j ? 1 : 0, dot, 1e-5);
            }
        }
    }

    [Fact]
    public void SameSeed_SameBits_AndALayerMoreChangesNoOther()
    {
        var deeper = KnownArchitectures.Find("mlp").Build(new MlpOptions { Widths = [300, 200, 100] }, new ImageShape(1, 20, 20), 10);
        using var first = Initializer.Draw(Wide, new MlpOptions(), 5);
        using var second = Initializer.Draw(Wide, new MlpOptions(), 5);
        using var other = Initializer.Draw(Wide, new MlpOptions(), 6);
        using var longer = Initializer.Draw(deeper, new MlpOptions(), 5);
        Assert.Equal(first.ReadFloats("fc_layers.1.weight"), second.ReadFloats("fc_layers.1.weight"));
        Assert.Equal(first.ReadFloats("fc_layers.1.weight"), longer.ReadFloats("fc_layers.1.weight"));
        Assert.NotEqual(first.ReadFloats("fc_layers.1.weight"), other.ReadFloats("fc_layers.1.weight"));
    }

    [Fact]
    public void Biases_AreZeroOrPyTorchsDefault()
    {
        using var zero = Initializer.Draw(Wide, new MlpOptions(), 5);
        Assert.All(zero.ReadFloats("fc_layers.0.bias"), value => Assert.Equal(0f, value));
        using var uniform = Initializer.Draw(Wide, new MlpOptions { BiasInitializer = "pytorch-default" }, 5);
        var biases = uniform.ReadFloats("fc_layers.0.bias");
        Assert.InRange(biases.Max(), 0.045f, 0.05f); // 1 / sqrt(400)
        Assert.InRange(biases.Min(), -0.05f, -0.045f);
    }

    [Theory]
    [InlineData("fixed", 1, 1, 0)]
    [InlineData("one-one", 1, 1, 1)]
    [InlineData("uniform", 0, 1, 0)]
    [InlineData("positive-negative", -1, 1, 0)]
    public void BatchNorm_StartsAsChosen(string initializer, float least, float most, float shift)
    {
        var options = new CifarResNetOptions { NormInitializer = initializer };
        var network = KnownArchitectures.Find("resnet-20").Build(options, new ImageShape(3, 32, 32), 10);
        using var state = Initializer.Draw(network, options, 5);
        Assert.All(state.ReadFloats("blocks.8.bn2.weight"), value => Assert.InRange(value, least, most));
        Assert.All(state.ReadFloats("blocks.8.bn2.bias"), value => Assert.Equal(shift, value));
        Assert.All(state.ReadFloats("blocks.8.bn2.running_mean"), value => Assert.Equal(0f, value));
        Assert.All(state.ReadFloats("blocks.8.bn2.running_var"), value => Assert.Equal(1f, value));
    }

    private static float[] Draw(string initializer, string name)
    {
        using var state = Initializer.Draw(Wide, new MlpOptions { Initializer = initializer }, 11);
        return state.ReadFloats(name);
    }
}
