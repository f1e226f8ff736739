using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>CIFAR-100: 60,000 colour images in a hundred (fine) classes.</summary>
public sealed class Cifar100Source() : CifarDatasetSource(new("cifar-100-binary", ["train.bin"], "test.bin", 2, 50_000, 10_000))
{
    private const string Names =
        "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle chair " +
        "chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard " +
        "lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear " +
        "pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail " +
        "snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale " +
        "willow_tree wolf woman worm";

    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("cifar-100", "CIFAR-100", "60,000 colour 32x32 images in a hundred fine classes, 500 training images each; the usual second set after CIFAR-10.")
    {
        Papers = [new("Krizhevsky: Learning multiple layers of features from tiny images. 2009", "https://www.cs.toronto.edu/~kriz/cifar.html")],
    };

    /// <inheritdoc/>
    public override string Licence => "A. Krizhevsky, V. Nair, G. Hinton, University of Toronto; no licence stated, free for research with citation.";

    /// <inheritdoc/>
    public override IReadOnlyList<RemoteFile> RemoteFiles { get; } =
        [new("cifar-100/cifar-100-binary.tar.gz", ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"], "", "03b5dce01913d631647c71ecec9e9cb8", 168_513_733)];

    /// <inheritdoc/>
    public override ChannelScaling KnownScaling { get; } = new([0.507, 0.487, 0.441], [0.267, 0.256, 0.276]);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = Names.Split(' ');
}
