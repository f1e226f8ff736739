using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Fashion-MNIST: 70,000 grey images of clothes.</summary>
public sealed class FashionMnistSource : IdxDatasetSource
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("fashion-mnist", "Fashion-MNIST", "70,000 grey 28x28 images of clothes in the format of MNIST, but harder: a LeNet reaches about 89 %, which leaves more room between tickets and controls.")
    {
        Papers = [new("Xiao, Rasul, Vollgraf: Fashion-MNIST, a novel image dataset for benchmarking machine learning algorithms. 2017", "https://github.com/zalandoresearch/fashion-mnist")],
    };

    /// <inheritdoc/>
    public override string Licence => "Zalando Research; MIT licence.";

    /// <inheritdoc/>
    public override IReadOnlyList<RemoteFile> RemoteFiles => Files(
        ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"],
        [("8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880), ("25c81989df183df01b3e8a0aad5dffbe", 29_515), ("bef4ecab320f06d8554ea6380940ec79", 4_422_102), ("bb300cfdad3c16e7a12a480ee83cd310", 5_148)]);

    /// <inheritdoc/>
    public override ChannelScaling KnownScaling { get; } = new([0.2860], [0.3530]);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
}
