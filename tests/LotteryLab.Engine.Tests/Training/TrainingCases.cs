using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Masks;
using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Randomness;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Training;
using LotteryLab.Engine.Training.Optimizers;
using LotteryLab.Engine.Training.Schedules;
using TorchSharp;

namespace LotteryLab.Engine.Tests.Training;

/// <summary>Small trainings: 8x8 images of four classes, a network with convolution, batch norm, dropout and linear layers.</summary>
internal sealed class TrainingCases : IDisposable
{
    public const int BatchSize = 16;
    public const int IterationsPerEpoch = 7;

    private static readonly ImageShape Shape = new(1, 8, 8);

    public static readonly ComponentSpec Adam = new("adam", new AdamOptions { LearningRate = 5e-3 });
    public static readonly ComponentSpec Sgd = new("sgd", new SgdOptions { LearningRate = 0.05, Momentum = 0.9, WeightDecay = 1e-3 });

    public static readonly ComponentCatalog Catalog = ComponentCatalog.FromTypes(typeof(Adam), typeof(AdamW), typeof(Sgd), typeof(ConstantSchedule));

    public static readonly NetworkDefinition Definition = new(
        Shape,
        4,
        [
            new ConvolutionLayer("conv", 1, 5, 3, Padding: 1, HasBias: false),
            new BatchNormLayer("bn", 5),
            new ReluLayer(),
            new MaxPoolLayer(2, 2),
            new FlattenLayer(),
            new DropoutLayer(0.2),
            new LinearLayer("fc1", 80, 21),
            new ReluLayer(),
            new LinearLayer("fc", 21, 4),
        ]);

    private readonly NetworkState start = Start();

    public TrainingCases(string augmentation = "none", int validation = 24, string normalization = "standard") => Data = Images(augmentation, validation, normalization);

    public TensorDataset Data { get; }

    /// <summary>About half of all weights.</summary>
    public static MaskSet HalfMask { get; } = new(Definition.Parameters.Where(parameter => parameter.IsWeight).Select(parameter =>
        KeyValuePair.Create(parameter.Name, BitMask.From(parameter.Count, i => (i * 7 % 13) < 6))));

    public TrainingJob Job(ComponentSpec? optimizer = null, long from = 0, long to = 25, MaskSet? mask = null, double rate = 5e-3, string precision = "float32") => new()
    {
        Network = Definition,
        Start = start,
        Mask = mask,
        Data = Data,
        Recipe = new TrainingSpec
        {
            Optimizer = optimizer ?? Adam,
            Schedule = new ComponentSpec("constant", new ConstantOptions()),
            BatchSize = BatchSize,
            Length = TrainingLength.FromIterations(to),
            EvaluateEvery = TrainingLength.FromIterations(10),
            EvaluationTestImages = 20,
            Precision = precision,
            LabelSmoothing = 0.05,
        },
        From = from,
        To = to,
        Schedule = new ConstantSchedule().Resolve(new ConstantOptions(), rate, IterationsPerEpoch, to),
        NoiseSeed = 42,
        Catalog = Catalog,
    };

    /// <summary>All values of a state, for comparing bit for bit.</summary>
    public static float[] Bits(NetworkState state) => [.. state.Tensors.SelectMany((_, i) => state.ReadFloats(i))];

    public void Dispose()
    {
        Data.Dispose();
        start.Dispose();
    }

    private static NetworkState Start()
    {
        var random = new CounterRandom(5);
        return new NetworkState(Definition, [.. Definition.Parameters.Select(parameter => torch.tensor(Values(parameter, ref random), [.. parameter.Shape]))]);
    }

    private static float[] Values(ParameterDefinition parameter, ref CounterRandom random)
    {
        var values = new float[parameter.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = parameter.Role switch
            {
                ParameterRole.NormScale or ParameterRole.RunningVariance => 1,
                ParameterRole.ConvolutionWeight or ParameterRole.LinearWeight => (float)(random.NextDouble(-1, 1) / Math.Sqrt(parameter.FanIn)),
                _ => 0,
            };
        }

        return values;
    }

    // 128 training images less validation: 104 by default, which is six full batches and one of eight.
    private static TensorDataset Images(string augmentation, int validation, string normalization)
    {
        var facts = new DatasetFacts(Shape, 4, 128, 40, "test");
        var random = new CounterRandom(9);
        var (train, trainLabels) = Draw(facts.TrainCount, ref random);
        var (test, testLabels) = Draw(facts.TestCount, ref random);
        var raw = new RawDataset(facts, train, trainLabels, test, testLabels, ["a", "b", "c", "d"]);
        return new TensorDataset(raw, new DatasetOptions { Validation = validation, Augmentation = augmentation, CropPadding = 2, Normalization = normalization }, torch.CPU);
    }

    private static (byte[] Images, byte[] Labels) Draw(int count, ref CounterRandom random)
    {
        var (images, labels) = (new byte[count * Shape.Count], new byte[count]);
        for (var i = 0; i < images.Length; i++)
        {
            var image = i / Shape.Count;
            labels[image] = (byte)(image % 4);
            var isBright = i % Shape.Count / 16 == labels[image];
            images[i] = (byte)(random.NextInt(160) + (isBright ? 80 : 0));
        }

        return (images, labels);
    }
}
