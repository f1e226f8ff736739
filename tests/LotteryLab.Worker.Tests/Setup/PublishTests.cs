using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>A published worker stands alone: it needs neither the checkout nor the package folder.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Worker_Published_TrainsInAnotherFolderWithoutThePackages()
    {
        var folder = fixture.InRoot("published");
        var (code, output, error) = await Repository.RunAsync("dotnet", ["publish", "src/LotteryLab.Worker", "-c", Repository.Configuration, "--no-build", "-o", folder, "--nologo"]);
        Assert.True(code == 0, output + error);
        var bridges = Directory.EnumerateFiles(folder, "*LibTorchSharp.*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.Single(bridges, "libLibTorchSharp.so");

        string[] worker = ["dotnet", Path.Combine(folder, "lotterylab.dll")];
        if (await PrivateMounts.AreAllowedAsync())
        {
            worker = PrivateMounts.Without(Packages(), worker);
        }

        (code, output, error) = await Repository.RunAsync(worker[0], [.. worker[1..], "doctor", "--json", "--lab", fixture.Laboratory], folder: fixture.InRoot(""), ("LIBTORCH", null));
        Assert.True(error.Length == 0, error);
        var library = JsonNode.Parse(output)!.AsArray().Single(finding => (string)finding!["subject"]! == "LibTorch")!;
        Assert.Contains($" in {folder}", (string)library["found"]!, StringComparison.Ordinal);

        (code, output, error) = await Repository.RunAsync(worker[0], [.. worker[1..], "run", fixture.SpecFile, "--lab", fixture.Laboratory], folder: fixture.InRoot(""), ("LIBTORCH", null));
        Assert.True(code == 0, output + error);
        Assert.Contains("5 of 5 rounds finished", output, StringComparison.Ordinal);
    }

    private static string Packages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
