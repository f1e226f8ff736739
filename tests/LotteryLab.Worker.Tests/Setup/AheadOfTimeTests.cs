using System.Reflection.PortableExecutable;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>What the build makes of the worker: native code ahead of time in Release, none in Debug; see AheadOfTime.targets.</summary>
public sealed class AheadOfTimeTests
{
    [Theory]
    [InlineData("lotterylab.dll")]
    [InlineData("LotteryLab.Engine.dll")]
    [InlineData("TorchSharp.dll")]
    [InlineData("System.CommandLine.dll")]
    [InlineData("Spectre.Console.dll")]
    public void WorkerAssemblies_InReleaseOnly_HoldNativeCode(string assembly)
    {
        var file = Path.Combine(Repository.WorkerFolder, assembly);
        if (!File.Exists(file))
        {
            Assert.Skip("These tests were built elsewhere than the worker.");
        }

        if (Repository.Configuration == "Debug")
        {
            // System.CommandLine may come with native code of its own.
            Assert.False(assembly.Contains("lab", StringComparison.OrdinalIgnoreCase) && HasNativeCode(file));
            return;
        }

        if (!HasCompiler())
        {
            Assert.Skip("The compiler could not be restored, and the build said so.");
        }

        Assert.True(HasNativeCode(file));
    }

    private static bool HasNativeCode(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static bool HasCompiler()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Directory.Exists(packages) && Directory.EnumerateDirectories(packages, "microsoft.netcore.app.crossgen2.*").Any();
    }
}
