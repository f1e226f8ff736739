
namespace LotteryLab.Engine.Datasets;

/// <summary>The sentences that a person reads when data files are missing or damaged.</summary>
internal static class DatasetErrors
{
    internal static LotteryLabException Missing(IDatasetSource source, string files, DatasetFolder folder, string subfolder)
    {
        var name = source.Descriptor.Name;
        var bytes = source.RemoteFiles.Sum(file => file.Bytes);
        return new LotteryLabException(
            "dataset.missing",
            $"{source.Descriptor.Title} is not on this machine: {files} not found in {string.Join(" or ", folder.Roots.Select(root => Path.Combine(root, subfolder)))}.",
            $"Run 'lotterylab datasets download {name}' ({bytes / 1e6:N0} MB), or copy the files into {Path.Combine(folder.Roots[0], subfolder)}.");
    }

    internal static LotteryLabException Corrupt(string file, string problem, string fix, Exception? inner = null) =>
        new("dataset.corrupt", $"The file {file} is damaged: {problem}.", fix, inner);

    internal static LotteryLabException WrongSize(string file, string expected, string found, string fix) =>
        new("dataset.wrong-size", $"The file {file} has the wrong size: expected {expected}, found {found}.", fix);

    internal static string FetchAgain(string name) => $"Delete the file and run 'lotterylab datasets download {name}'.";
}
