using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>CIFAR-10: 60,000 colour images in ten classes.</summary>
public sealed class Cifar10Source() : CifarDatasetSource(new("cifar-10-batches-bin", ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin", 1, 10_000, 10_000))
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("cifar-10", "CIFAR-10", "60,000 colour 32x32 images of animals and vehicles. The set of the conv-net and ResNet-20 experiments; a full-size run wants a GPU.")
    {
        Papers = [new("Krizhevsky: Learning multiple layers of features from tiny images. 2009", "https://www.cs.toronto.edu/~kriz/cifar.html")],
    };

    /// <inheritdoc/>
    public override string Licence => "A. Krizhevsky, V. Nair, G. Hinton, University of Toronto; no licence stated, free for research with citation.";

    /// <inheritdoc/>
    public override IReadOnlyList<RemoteFile> RemoteFiles { get; } =
        [new("cifar-10/cifar-10-binary.tar.gz", ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"], "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171)];

    /// <inheritdoc/>
    public override ChannelScaling KnownScaling { get; } = new([0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
}
