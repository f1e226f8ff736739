using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets;

/// <summary>Options that every data set has: split, normalisation, augmentation, subsets and label noise.</summary>
public record DatasetOptions
{
    /// <summary>Training images held out for validation; they never train and they choose the early-stop iteration.</summary>
    [Option("Training images held out once, at random, for validation.", Min = 0, Unit = "images")]
    public int Validation { get; init; } = 5000;

    /// <summary>Training images used after the validation images are taken away; 0 means all of them.</summary>
    [Option("Use only this many training images (a seeded random subset); 0 uses all.", Min = 0, Unit = "images")]
    public int TrainSubset { get; init; }

    /// <summary>Test images used; 0 means all.</summary>
    [Option("Use only the first this many test images of a seeded permutation; 0 uses all.", Min = 0, Unit = "images")]
    public int TestSubset { get; init; }

    /// <summary>How pixels are scaled.</summary>
    [Option("Pixel scaling: none (0 to 1), standard (per-channel mean and deviation of the data set), imagenet (ImageNet's constants), unit-norm (each image has length 1).", Choices = ["standard", "none", "imagenet", "unit-norm"])]
    public string Normalization { get; init; } = "standard";

    /// <summary>Random changes to training images.</summary>
    [Option("Training-time augmentation: none, flip (left-right), crop (pad and crop back), flip-crop (both).", Choices = ["none", "flip", "crop", "flip-crop"])]
    public string Augmentation { get; init; } = "none";

    /// <summary>Pixels of zero padding before a random crop.</summary>
    [Option("Zero padding on each side before a random crop.", Min = 1, Max = 64, Unit = "pixels")]
    public int CropPadding { get; init; } = 4;

    /// <summary>Share of training labels replaced by uniformly random ones.</summary>
    [Option("Share of training labels replaced by uniformly random ones (validation and test stay clean).", Min = 0, Max = 1)]
    public double LabelNoise { get; init; }

    /// <summary>Seed of split, subsets and label noise; the same for all replicates, so that they share their test and validation images.</summary>
    [Option("Seed of the split, the subsets and the label noise; shared by all replicates.", Min = 0)]
    public long SplitSeed { get; init; }
}
