using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>Which packages a build takes: one property says it, also where this machine could not restore them.</summary>
public sealed class TorchPackageTests
{
    [Theory]
    [InlineData("cpu", "linux-x64", "TorchSharp,libtorch-cpu-linux-x64")]
    [InlineData("cpu", "win-x64", "TorchSharp,libtorch-cpu-win-x64")]
    [InlineData("cpu", "win-arm64", "TorchSharp,libtorch-cpu-win-arm64")]
    [InlineData("cpu", "osx-arm64", "TorchSharp,libtorch-cpu-osx-arm64")]
    [InlineData("cuda", "linux-x64", "TorchSharp,TorchSharp-cuda-linux")]
    [InlineData("cuda", "win-x64", "TorchSharp,TorchSharp-cuda-windows")]
    public async Task Engine_ForASystem_TakesItsPackagesInOneVersion(string torch, string system, string packages)
    {
        var (code, output, error) = await Repository.RunAsync("dotnet", ["msbuild", "src/LotteryLab.Engine", "-getItem:PackageReference", "-getItem:PackageVersion", $"-p:Torch={torch}", $"-p:TorchSystem={system}"]);
        Assert.True(code == 0, output + error);
        var items = JsonNode.Parse(output)!["Items"]!;
        var taken = items["PackageReference"]!.AsArray().Select(item => (string)item!["Identity"]!).Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(packages.Split(','), taken);
        Assert.All(taken, name => Assert.Contains(items["PackageVersion"]!.AsArray(), item => (string)item!["Identity"]! == name && ((string)item["Version"]!).Length > 0));
    }

    [Theory]
    [InlineData("rocm", "linux-x64", "-p:Torch=rocm is unknown. Choose cpu or cuda.")]
    [InlineData("cpu", "linux-arm64", "There is no LibTorch package for linux-arm64.")]
    [InlineData("cuda", "osx-arm64", "LibTorch with CUDA exists for linux-x64 and win-x64, not for osx-arm64.")]
    public async Task Engine_ForWhatDoesNotExist_SaysSo(string torch, string system, string said)
    {
        var (code, output, _) = await Repository.RunAsync("dotnet", ["msbuild", "src/LotteryLab.Engine", "-nologo", "-t:RefuseUnknownTorch", $"-p:Torch={torch}", $"-p:TorchSystem={system}"]);
        Assert.NotEqual(0, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public void WorkerOutput_HoldsNoLibTorch() =>
        Assert.DoesNotContain(Directory.EnumerateFiles(Repository.WorkerFolder, "*", SearchOption.AllDirectories), file => Path.GetFileName(file).Contains("torch_cpu", StringComparison.Ordinal));
}
