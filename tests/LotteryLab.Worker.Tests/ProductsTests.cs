using System.Text.Json.Nodes;

namespace LotteryLab.Worker.Tests;

/// <summary>Which library multiplies matrices is a choice for a whole process, so each test starts one.</summary>
public sealed class ProductsTests : IDisposable
{
    private readonly CommandLineFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Plan_EachLibrary_HasKeysOfItsOwnAndDoctorNamesThem()
    {
        var names = new List<string>();
        foreach (var choice in new string[][] { [], ["--products", "libtorch"] })
        {
            var plan = await CallAsync(["plan", fixture.SpecFile, "--json", "--lab", fixture.Laboratory, .. choice]);
            var findings = await CallAsync(["doctor", "--json", "--lab", fixture.Laboratory, .. choice]);
            var products = findings.AsArray().Single(finding => (string)finding!["subject"]! == "matrix products");
            names.Add((string)plan["numerics"]!);
            Assert.EndsWith($"/cpu-{((string)products!["found"]!).Split(' ')[0]}", names[^1], StringComparison.Ordinal);
        }

        // Where oneDNN is missing there is one library only, and nothing to tell apart.
        Assert.Equal(names[0].Contains("onednn", StringComparison.Ordinal) ? 2 : 1, names.Distinct().Count());
        Assert.DoesNotContain("onednn", names[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownLibrary_GivesTwoWithTheNames()
    {
        var (code, _, error) = await fixture.CallAsync("run", fixture.SpecFile, "--products", "cublas");
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("onednn, libtorch", error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> CallAsync(IEnumerable<string> arguments)
    {
        using var worker = WorkerProcess.Start(arguments);
        return JsonNode.Parse(await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))!;
    }
}
