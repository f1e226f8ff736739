using System.Text.Json.Nodes;
using LotteryLab.Engine.Runtime;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>What a person reads when LibTorch is not there, or another one is: one sentence with the mend, from the program itself.</summary>
public sealed class MissingLibTorchTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("empty", "LIBTORCH is {0}, but neither that folder nor its lib holds")]
    [InlineData("gone", "LIBTORCH is {0}, but neither that folder nor its lib holds")]
    [InlineData("garbage", "The LibTorch in {0} cannot be used: it could not be loaded:")]
    [InlineData("older", "The LibTorch in {0} cannot be used: it is an older version.")]
    public async Task Worker_WithAnotherFolder_SaysWhatIsWrongAndWhatToDo(string kind, string said)
    {
        var folder = Make(kind);
        said = said.Replace("{0}", folder, StringComparison.Ordinal);
        await AssertSaysAsync(said, "unset LIBTORCH to use the one of the build", [], ("LIBTORCH", folder));
    }

    [Fact]
    public async Task Worker_WithoutPackageFolder_SaysWhereItLookedAndWhatToDo()
    {
        Assert.SkipUnless(await PrivateMounts.AreAllowedAsync(), PrivateMounts.Missing);
        LibTorch.Load();
        await AssertSaysAsync($"LibTorch {LibTorch.Version} is not here:", "Build again with", PrivateMounts.Without(LibTorch.Folder!));
    }

    private async Task AssertSaysAsync(string said, string fix, string[] prefix, params (string Name, string? Value)[] environment)
    {
        string[] worker = [.. prefix, "dotnet", typeof(CommandLine).Assembly.Location];
        var (code, output, error) = await Repository.RunAsync(worker[0], [.. worker[1..], "run", fixture.SpecFile, "--lab", fixture.Laboratory], environment: environment);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Equal("", output);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));

        (code, output, error) = await Repository.RunAsync(worker[0], [.. worker[1..], "doctor", "--json", "--lab", fixture.Laboratory], environment: environment);
        Assert.Equal(ExitCode.ProblemsFound, code);
        Assert.Equal("", error);
        var finding = JsonNode.Parse(output)!.AsArray().Single(finding => (string)finding!["subject"]! == "LibTorch")!;
        Assert.Equal("problem", (string)finding["state"]!);
        Assert.Contains(said, (string)finding["found"]!, StringComparison.Ordinal);
        Assert.Contains(fix, (string)finding["fix"]!, StringComparison.Ordinal);
    }

    private string Make(string kind)
    {
        var folder = fixture.InRoot(kind);
        if (kind == "gone")
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        LibTorch.Load();
        var main = new DirectoryInfo(LibTorch.Folder!).EnumerateFiles("*torch_cpu.*").Single();
        var core = new DirectoryInfo(LibTorch.Folder!).EnumerateFiles("*c10.*").Single(file => file.Extension == main.Extension);
        switch (kind)
        {
            case "garbage":
                File.WriteAllText(Path.Combine(folder, main.Name), "no library");
                break;
            case "older":
                // A library that loads and does not say a version, as those before it.
                core.CopyTo(Path.Combine(folder, main.Name));
                break;
        }

        return folder;
    }
}
