using LotteryLab.Engine.Randomness;

namespace LotteryLab.Engine.Datasets.Images;

/// <summary>Which image files train and which test, with classes in alphabetical order.</summary>
internal sealed record ImageFolderList(IReadOnlyList<string> ClassNames, IReadOnlyList<LabelledFile> Train, IReadOnlyList<LabelledFile> Test)
{
    internal static ImageFolderList Create(string root, IEnumerable<string> files, ImageFolderOptions options)
    {
        var relative = files.Select(file => (File: file, Parts: Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar))).ToList();
        var separate = relative.Exists(entry => entry.Parts[0] == "test") && relative.Exists(entry => entry.Parts[0] == "train");
        var depth = separate ? 1 : 0;
        var stray = relative.FirstOrDefault(entry => entry.Parts.Length != depth + 2 || (separate && entry.Parts[0] is not ("train" or "test")));
        if (stray.File is not null)
        {
            throw new LotteryLabException("dataset.layout", $"The image {stray.File} is not directly in the folder of a class.", separate ? "Use train/<class>/<image>.png and test/<class>/<image>.png." : "Use <class>/<image>.png.");
        }

        var classes = relative.Where(entry => !separate || entry.Parts[0] == "train").Select(entry => entry.Parts[depth]).Distinct().Order(StringComparer.Ordinal).ToList();
        if (classes.Count < 2)
        {
            throw new LotteryLabException("dataset.layout", $"The folder {root} has only one class.", "Use one folder for each of at least two classes.");
        }

        return separate
            ? new ImageFolderList(classes, Label(relative, "train", classes), Label(relative, "test", classes))
            : Split(classes, relative.ToLookup(entry => entry.Parts[0], entry => entry.File), options);
    }

    private static List<LabelledFile> Label(List<(string File, string[] Parts)> files, string part, List<string> classes) =>
        [.. files.Where(entry => entry.Parts[0] == part).Select(entry => new LabelledFile(entry.File, LabelOf(entry.Parts[1], classes)))];

    private static int LabelOf(string name, List<string> classes)
    {
        var label = classes.IndexOf(name);
        return label >= 0 ? label : throw new LotteryLabException("dataset.layout", $"The class '{name}' has test images but no training images.", "Add training images or remove the folder.");
    }

    private static ImageFolderList Split(List<string> classes, ILookup<string, string> files, ImageFolderOptions options)
    {
        var (train, test) = (new List<LabelledFile>(), new List<LabelledFile>());
        for (var label = 0; label < classes.Count; label++)
        {
            var own = files[classes[label]].ToArray();
            if (own.Length < 2)
            {
                throw new LotteryLabException("dataset.layout", $"The class '{classes[label]}' has one image only.", "Each class needs two or more, one of them for testing.");
            }

            new CounterRandom(SeedTree.Derive(options.SplitSeed, $"image-folder/{classes[label]}")).Shuffle(own.AsSpan());
            var held = Math.Clamp((int)Math.Round(options.TestShare * own.Length, MidpointRounding.ToEven), 1, own.Length - 1);
            test.AddRange(own.Take(held).Select(file => new LabelledFile(file, label)));
            train.AddRange(own.Skip(held).Select(file => new LabelledFile(file, label)));
        }

        return new ImageFolderList(classes, train, test);
    }
}
