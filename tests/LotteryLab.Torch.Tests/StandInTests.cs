namespace LotteryLab.Torch.Tests;

/// <summary>Libraries that LibTorch is linked with and does not use are replaced by empty ones; see native/stand-ins.sh.</summary>
public sealed class StandInTests
{
    [Fact]
    public void UnusedLibraries_AreLoadedAsStandInsOnly()
    {
        var folder = Path.Combine(Path.GetDirectoryName(NativeRuntime.ShimFile)!, "stand-ins");
        if (!Directory.Exists(folder))
        {
            Assert.Skip("This LibTorch has none: only that of a distribution is linked with what it does not use.");
        }

        var names = Directory.GetFiles(folder).Select(Path.GetFileName).ToHashSet();
        var loaded = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).Where(file => names.Contains(Path.GetFileName(file))).Distinct().ToList();

        Assert.Equal(names.Count, loaded.Count);
        Assert.All(loaded, file => Assert.Equal(folder, Path.GetDirectoryName(file)));
    }

    [Fact]
    public void StandIns_OfLibTorchOnDebian_KeepPicturesAndFilmsOut()
    {
        _ = NativeRuntime.Version;
        if (!File.Exists("/etc/debian_version") || Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } || !NativeRuntime.LibraryFolder.EndsWith("-linux-gnu", StringComparison.Ordinal))
        {
            Assert.Skip("This is not the LibTorch of Debian.");
        }

        // Two of the libraries that OpenCV brings along: one for maps, one for windows.
        var maps = File.ReadAllText("/proc/self/maps");
        Assert.DoesNotContain("libgdal.so", maps);
        Assert.DoesNotContain("libQt5Core.so", maps);
    }
}
