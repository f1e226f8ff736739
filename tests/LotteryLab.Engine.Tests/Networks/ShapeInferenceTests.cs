using LotteryLab.Engine.Networks;

namespace LotteryLab.Engine.Tests.Networks;

public sealed class ShapeInferenceTests
{
    public static TheoryData<string, Layer[]> Misfits => new()
    {
        { "expects 5 features", [new FlattenLayer(), new LinearLayer("a", 5, 2)] },
        { "flatten layer", [new LinearLayer("a", 4, 2)] },
        { "expects 3 channels", [new ConvolutionLayer("c", 3, 2, Kernel: 1), new FlattenLayer(), new LinearLayer("a", 8, 2)] },
        { "does not fit", [new ConvolutionLayer("c", 1, 2, Kernel: 5), new FlattenLayer(), new LinearLayer("a", 8, 2)] },
        { "expects 7 channels", [new BatchNormLayer("n", 7), new FlattenLayer(), new LinearLayer("a", 4, 2)] },
        { "adds", [new ResidualLayer([new ConvolutionLayer("c", 1, 2, Kernel: 1)], []), new FlattenLayer(), new LinearLayer("a", 8, 2)] },
        { "ends with", [new FlattenLayer(), new LinearLayer("a", 4, 3)] },
        { "two tensors", [new FlattenLayer(), new LinearLayer("a", 4, 4), new LinearLayer("a", 4, 2)] },
        { "groups", [new ConvolutionLayer("c", 1, 2, Kernel: 1, Groups: 2), new FlattenLayer(), new LinearLayer("a", 8, 2)] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void LayersThatDoNotFit_AreNamed(string part, Layer[] layers)
    {
        var exception = Assert.Throws<LotteryLabException>(() => ShapeInference.Trace(new NetworkDefinition(new ImageShape(1, 2, 2), 2, layers)));
        Assert.Equal("network.shape", exception.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
