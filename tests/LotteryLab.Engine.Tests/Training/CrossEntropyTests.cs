using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>Losses without a graph against LibTorch's.</summary>
public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(60, 10, 0)]
    [InlineData(7, 3, 0.1)]
    [InlineData(1, 8, 0.3)]
    [InlineData(33, 100, 0)]
    [InlineData(2, 1000, 0.1)]
    [InlineData(5, 1, 0)]
    public void Mean_AndItsGradients_AreTheGraphs(int images, int classes, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        var (scores, labels) = Draw(images, classes);
        scores.requires_grad = true;
        var expected = CrossEntropy.Mean(scores, labels, smoothing);
        expected.backward();

        var (gradients, loss) = (torch.empty_like(scores), torch.empty([]));
        CrossEntropy.Mean(scores.detach(), labels, smoothing, gradients, loss);
        Assert.Equal(expected.item<float>(), loss.item<float>(), 1e-5f * (1 + MathF.Abs(expected.item<float>())));
        Assert.True(gradients.allclose(scores.grad!, rtol: 1e-4, atol: 1e-6));
    }

    [Fact]
    public void Mean_HugeAndMissingScores_AreWhatLibTorchMakesOfThem()
    {
        using var scope = torch.NewDisposeScope();
        foreach (var scores in new[] { torch.tensor(new[] { 1e30f, -1e30f, 0, 5e29f }, [2, 2]), torch.tensor(new[] { float.NaN, 1, 2, 3 }, [2, 2]), torch.tensor(new[] { float.PositiveInfinity, 1, 2, 3 }, [2, 2]) })
        {
            var labels = torch.tensor(new long[] { 0, 0 });
            var (gradients, loss) = (torch.empty_like(scores), torch.empty([]));
            CrossEntropy.Mean(scores, labels, 0, gradients, loss);
            Assert.Equal(CrossEntropy.Mean(scores, labels, 0).item<float>(), loss.item<float>());
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void Mean_ClassWithoutAScore_IsRefused(long label)
    {
        using var scope = torch.NewDisposeScope();
        var scores = torch.zeros([1, 10]);
        var labels = torch.tensor(new[] { label });
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossEntropy.Mean(scores, labels, 0, torch.zeros([1, 10]), torch.zeros([])));
    }

    [Fact]
    public void Tally_CountsAndSums_AsTensorOperationsDo()
    {
        using var scope = torch.NewDisposeScope();
        var (scores, answers) = Draw(500, 10);
        scores[3] = 1f;
        scores[4, 7] = float.NaN;
        scores[4, 9] = float.NaN;
        answers[4] = 7;
        var (here, there) = (new AnswerTally(CPU), (Loss: 0.0, Right: 0L));
        here.Add(scores, answers);
        var losses = nn.functional.cross_entropy(scores, answers, reduction: nn.Reduction.None);
        there = (losses.sum(ScalarType.Float64).item<double>(), scores.argmax(1).eq(answers).sum().item<long>());
        var result = here.Result(500);
        Assert.True(double.IsNaN(there.Loss) && double.IsNaN(result.Loss));
        Assert.Equal(there.Right / 500.0, result.Accuracy);

        scores[4] = 0f;
        var finite = new AnswerTally(CPU);
        finite.Add(scores, answers);
        Assert.Equal(nn.functional.cross_entropy(scores, answers).item<float>(), finite.Result(500).Loss, 1e-5);
    }

    private static (Tensor Scores, Tensor Labels) Draw(int images, int classes)
    {
        var random = new Random((images * 1000) + classes);
        var scores = torch.tensor(Enumerable.Range(0, images * classes).Select(_ => (float)((random.NextDouble() * 12) - 6)).ToArray(), [images, classes]);
        return (scores, torch.tensor(Enumerable.Range(0, images).Select(_ => (long)random.Next(classes)).ToArray()));
    }
}
