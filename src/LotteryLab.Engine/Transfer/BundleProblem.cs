namespace LotteryLab.Engine.Transfer;

/// <summary>Refusals of bundles: one sentence each.</summary>
internal static class BundleProblem
{
    private const string Fix = "Export the experiment again with this version of LotteryLab, and copy the file whole.";

    public static LotteryLabException NoZip(string reason, Exception? inner = null) =>
        new("bundle.not-a-zip", $"The file is not a zip file as 'experiment export' writes it: {reason}.", Fix, inner);

    public static LotteryLabException Path(string path) =>
        new("bundle.path", $"The bundle holds '{Clip(path)}', which is no path of a bundle.", Fix);

    public static LotteryLabException Size(string problem) =>
        new("bundle.too-large", problem, "Ask whoever runs this server for a larger limit (LotteryLab:LargestBundleMegabytes).");

    public static LotteryLabException Hash(string path) =>
        new("bundle.hash", $"'{Clip(path)}' in the bundle is not what its manifest says: it was damaged or changed on the way.", Fix);

    public static LotteryLabException Version(string found) =>
        new("bundle.version", $"The bundle says that it is {found}; this program reads {BundleManifest.FormatName} version {BundleManifest.CurrentVersion}.", "Use a LotteryLab of the version that wrote it, or export again with this one.");

    public static LotteryLabException Content(string path, string reason, Exception? inner = null) =>
        new("bundle.content", $"'{Clip(path)}' in the bundle cannot be used: {reason}.", Fix, inner);

    public static string Clip(string text) => new([.. text.Take(120).Select(letter => char.IsControl(letter) ? '?' : letter)]);
}
