using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Torch.Tests;

public class GeneratorTests : ScopedTest
{
    [Fact]
    public void SameSeed_GivesSameBits()
    {
        using var a = new Generator(7);
        using var b = new Generator(7);
        Assert.Equal(Draw(a), Draw(b));
        Assert.NotEqual(Draw(a), Draw(new Generator(8)));
        Assert.Equal(7, a.initial_seed());
    }

    [Fact]
    public void State_SetAgain_Repeats()
    {
        using var g = new Generator(1);
        Draw(g);
        var state = g.get_state();
        var first = Draw(g);
        g.set_state(state);
        Assert.Equal(first, Draw(g));
        Assert.NotEqual(first, Draw(g));
        Assert.Equal(Draw(g.manual_seed(5)), Draw(new Generator(5)));
    }

    [Fact]
    public void OwnGenerator_LeavesTheDefaultAlone()
    {
        using var g = new Generator(1);
        var before = get_rng_state();
        Draw(g);
        Assert.Equal(before.bytes.ToArray(), get_rng_state().bytes.ToArray());
    }

    [Fact]
    public void Distributions_StayInRange()
    {
        using var g = new Generator(2);
        var x = zeros(1000).uniform_(-2, 3, g);
        Assert.True(((x >= -2) & (x < 3)).all().ToBoolean());
        Assert.Equal(0, x.bernoulli_(0, g).sum().ToSingle());
        var whole = zeros([1000], dtype: int64).random_(2, 5, g);
        Assert.Equal([2, 4], new[] { whole.min().ToInt64(), whole.max().ToInt64() });
        Assert.Equal(randperm(10, generator: new Generator(3)).Longs(), randperm(10, generator: new Generator(3)).Longs());
        Assert.True((randint(4, [100], generator: g) < 4).all().ToBoolean());
        Assert.Equal(randn(3, generator: new Generator(3)).Floats(), randn(3, generator: new Generator(3)).Floats());
    }

    [Fact]
    public void UnknownDevice_SaysSo()
    {
        if (!cuda.is_available())
        {
            Assert.Throws<TorchException>(() => new Generator(1, CUDA));
        }
    }

    private static float[] Draw(Generator generator) => zeros(16).normal_(0, 1, generator).Floats();
}
