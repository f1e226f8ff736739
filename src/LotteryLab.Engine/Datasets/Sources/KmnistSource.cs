using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Sources;

/// <summary>Kuzushiji-MNIST: 70,000 grey images of cursive Japanese characters.</summary>
public sealed class KmnistSource : IdxDatasetSource
{
    /// <inheritdoc/>
    public override Descriptor Descriptor { get; } = new("kmnist", "Kuzushiji-MNIST", "70,000 grey 28x28 images of ten cursive Japanese characters in the format of MNIST; each class has several written forms.")
    {
        Papers = [new("Clanuwat, Bober-Irizar, Kitamoto, Lamb, Yamamoto, Ha: Deep learning for classical Japanese literature. 2018", "https://github.com/rois-codh/kmnist")],
        KnownFailures = ["Test images come from other books than training images, so validation accuracy is higher than test accuracy."],
    };

    /// <inheritdoc/>
    public override string Licence => "ROIS-CODH, adapted from the Kuzushiji dataset; CC BY-SA 4.0.";

    /// <inheritdoc/>
    public override IReadOnlyList<RemoteFile> RemoteFiles => Files(
        ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
        [("bdb82020997e1d708af4cf47b453dcf7", 18_165_135), ("e144d726b3acfaa3e44228e80efcd344", 29_497), ("5c965bf0a639b31b8f53240b1b52f4d7", 3_041_136), ("7320c461ea6c1c855c0b718fb2a4b134", 5_120)]);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ClassNames { get; } = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"];
}
