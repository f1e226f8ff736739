using LotteryLab.Engine.Datasets.Tensors;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>MNIST: 70,000 grey images of handwritten digits.</summary>
public sealed class MnistSource : IdxDatasetSource
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("mnist", "MNIST", "70,000 grey 28x28 images of handwritten digits. The set of the first lottery-ticket experiments: a LeNet trains in a minute on one core.")
    {
        Papers = [new("LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition. Proc. IEEE 1998", "http://yann.lecun.com/exdb/mnist/")],
        KnownFailures = ["It is easy: differences between tickets are tenths of a point, so several replicates are needed."],
    };

    /// <inheritdoc/>
    public override string Licence => "Y. LeCun and C. Cortes, from NIST special databases 1 and 3; CC BY-SA 3.0.";

    /// <inheritdoc/>
    public override IReadOnlyList<RemoteFile> RemoteFiles => Files(
        ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
        [("f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422), ("d53e105ee54ea40749a09fcbcd1e9432", 28_881), ("9fb629c4189551a2d022fa330f9573f3", 1_648_877), ("ec29112dd5afa0611ce80d1b7f02629c", 4_542)]);

    /// <inheritdoc/>
    public override ChannelScaling KnownScaling { get; } = new([0.1307], [0.3081]);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
}
