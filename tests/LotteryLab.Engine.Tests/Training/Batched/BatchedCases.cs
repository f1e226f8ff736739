using LotteryLab.Engine.Architectures;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Batched;

namespace LotteryLab.Engine.Tests.Training.Batched;

/// <summary>Trainings of one architecture that differ in start, mask and noise, on the images of <see cref="TrainingCases"/>.</summary>
internal sealed class BatchedCases(string network, string augmentation = "none") : IDisposable
{
    private static readonly ImageShape Shape = new(1, 8, 8);
    private readonly TrainingCases cases = new(augmentation);
    private readonly List<NetworkState> states = [];

    public static NetworkDefinition Definition(string network) => network switch
    {
        "mlp" => new(Shape, 4, [new FlattenLayer(), new LinearLayer("fc1", 64, 24), new ReluLayer(), new LinearLayer("fc2", 24, 12, HasBias: false), new BatchNormLayer("bn", 12), new ReluLayer(), new LinearLayer("fc", 12, 4)]),
        "conv" => TrainingCases.Definition,
        "resnet" => new(
            Shape,
            4,
            [
                new ConvolutionLayer("conv", 1, 6, 3, Padding: 1, HasBias: false),
                new BatchNormLayer("bn", 6),
                new ReluLayer(),
                new ResidualLayer([new ConvolutionLayer("a.conv1", 6, 6, 3, Padding: 1, Groups: 2), new BatchNormLayer("a.bn1", 6), new ReluLayer(), new ConvolutionLayer("a.conv2", 6, 6, 3, Padding: 1, HasBias: false), new BatchNormLayer("a.bn2", 6)], []),
                new ReluLayer(),
                new ResidualLayer([new ConvolutionLayer("b.conv1", 6, 8, 3, Stride: 2, Padding: 1, HasBias: false), new BatchNormLayer("b.bn1", 8)], [new ZeroPadShortcutLayer(6, 8, 2, IsAveraged: false)]),
                new ReluLayer(),
                new ResidualLayer([new ConvolutionLayer("c.conv1", 8, 10, 3, Stride: 2, Padding: 1, HasBias: false), new BatchNormLayer("c.bn1", 10, IsAffine: false)], [new ConvolutionLayer("c.shortcut", 8, 10, 1, Stride: 2, HasBias: false), new BatchNormLayer("c.bn2", 10)]),
                new ReluLayer(),
                new AveragePoolLayer(2, 1),
                new GlobalAveragePoolLayer(),
                new FlattenLayer(),
                new LinearLayer("fc", 10, 4),
            ]),
        _ => throw new ArgumentOutOfRangeException(nameof(network)),
    };

    /// <summary>Member number <paramref name="index"/>: the first is dense, the others keep about half of their weights, each another half.</summary>
    public TrainingJob Job(int index, ComponentSpec? optimizer = null, long to = 12, string precision = "float32")
    {
        var definition = Definition(network);
        var start = Initializer.Draw(definition, new ArchitectureOptions(), 20 + index);
        states.Add(start);
        return cases.Job(optimizer, to: to, precision: precision) with
        {
            Network = definition,
            Start = start,
            Mask = index == 0 ? null : new MaskSet(definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter =>
                KeyValuePair.Create(parameter.Name, BitMask.From(parameter.Count, i => ((i + index) * 7 % 13) < 6)))),
            NoiseSeed = 42 + index,
        };
    }

    public static BatchedMember[] Members(params IEnumerable<TrainingJob> jobs) => [.. jobs.Select((job, place) => new BatchedMember(job, new RecordingObserver(), place))];

    public void Dispose()
    {
        cases.Dispose();
        states.ForEach(state => state.Dispose());
    }
}
