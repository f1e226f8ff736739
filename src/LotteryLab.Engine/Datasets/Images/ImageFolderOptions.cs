using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Datasets.Images;

/// <summary>Options of <see cref="ImageFolderSource"/>.</summary>
public sealed record ImageFolderOptions : DatasetOptions
{
    /// <summary>Small folders are usual, so a tenth of the default is held out: 500 validation images.</summary>
    public ImageFolderOptions() => Validation = 500;

    /// <summary>Folder below the data folder.</summary>
    [Option("Folder of images below the data folder: either <class>/*.png, or train/<class>/*.png and test/<class>/*.png.", MaxLength = 300)]
    public string Path { get; init; } = "images";

    /// <summary>Grey or colour.</summary>
    [Option("Convert images to grey (one channel) or rgb (three).", Choices = ["rgb", "grey"])]
    public string Colour { get; init; } = "rgb";

    /// <summary>Side to which images are resized.</summary>
    [Option("Side of the square to which every image is resized by area averaging.", Min = 4, Max = 512, Unit = "pixels")]
    public int Size { get; init; } = 32;

    /// <summary>Share of each class that tests, when there is no test folder.</summary>
    [Option("Share of each class that is held out for testing when there is no test folder; drawn with the split seed.", Min = 0, Max = 0.9, MinExclusive = true)]
    public double TestShare { get; init; } = 0.2;
}
