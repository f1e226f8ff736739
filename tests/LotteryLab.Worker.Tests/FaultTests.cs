using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Datasets;
using LotteryLab.Worker.Tests.Setup;

namespace LotteryLab.Worker.Tests;

/// <summary>What a person reads when the data vanish in mid-run, or the disk is full; and that nothing that was finished is lost.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly CompositeFormat Script = CompositeFormat.Parse("""
        mount -t tmpfs -o size=3m none "$1" || exit 99
        head -c $((3145728 - {0} * 1024)) /dev/zero > "$1/ballast"
        dotnet "$2" run "$3" --lab "$1" --lanes 1
        echo "FIRST $?"
        rm "$1/ballast"
        dotnet "$2" run "$3" --lab "$1" --lanes 1
        echo "SECOND $?"
        find "$1" -name '*.jsonl' -exec cat {{}} + > "$4"
        """);

    private readonly CommandLineFixture fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => fixture.InRoot("data");

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task DataSet_ThatVanishesInMidRun_IsNotMissedByTheRunThatHasIt()
    {
        WriteImages();
        using var worker = Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--lanes", "1", "--json");

        // The first training reads the images; others follow it.
        Assert.NotNull(await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "round", Cancellation));
        Directory.Move(Path.Combine(Data, "images"), Path.Combine(Data, "gone"));
        var end = await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "end", Cancellation);
        await worker.WaitForExitAsync(Cancellation);
        Assert.Equal("succeeded", (string?)end!["state"]);
        Assert.Equal(ExitCode.Success, worker.ExitCode);
    }

    [Fact]
    public async Task DataSet_ThatVanishedBeforeTheNextWorker_IsNamedAndTheRunGoesOnWhenItIsBack()
    {
        WriteImages();
        using (var worker = Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--lanes", "1", "--json"))
        {
            Assert.NotNull(await WorkerProcess.ReadUntilAsync(worker, line => (string)line["event"]! == "round", Cancellation));
            worker.Kill();
            await worker.WaitForExitAsync(Cancellation);
        }

        Directory.Move(Path.Combine(Data, "images"), Path.Combine(Data, "gone"));
        var (code, error) = await EndAsync(Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--lanes", "1"));
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("The image folder 'images' was not found in", error);
        Assert.Contains("Copy the folder there", error);
        Assert.DoesNotContain("   at ", error);

        Directory.Move(Path.Combine(Data, "gone"), Path.Combine(Data, "images"));
        var done = CountArtifacts();
        Assert.True(done > 0);
        (code, error) = await EndAsync(Start("run", fixture.SpecFile, "--lab", fixture.Laboratory, "--lanes", "1"));
        Assert.True(code == ExitCode.Success, error);
        Assert.True(CountArtifacts() > done);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(160)]
    [InlineData(300)]
    public async Task Disk_ThatFills_SaysWhatToDoAndLosesNothing(int freeKilobytes)
    {
        Assert.SkipUnless(await PrivateMounts.AreAllowedAsync(), PrivateMounts.Missing);
        Directory.CreateDirectory(fixture.Laboratory);
        var journals = fixture.InRoot("journals.jsonl");
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-Urm", "sh", "-c", string.Format(CultureInfo.InvariantCulture, Script, freeKilobytes), "sh", fixture.Laboratory, typeof(CommandLine).Assembly.Location, fixture.SpecFile, journals])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        var (said, complained) = (await output, await error);
        TestContext.Current.TestOutputHelper?.WriteLine(said + complained);
        Assert.Matches("FIRST [23]\n", said);
        Assert.Contains("Free space on the disk of the laboratory folder", complained);
        Assert.DoesNotContain("   at ", complained);
        Assert.Contains("SECOND 0", said);

        // Half a line, which is all that a full disk takes, must not spoil the next one.
        Assert.All(await File.ReadAllLinesAsync(journals, Cancellation), line => Assert.NotNull(JsonNode.Parse(line)));
    }

    private static async Task<(int Code, string Error)> EndAsync(Process worker)
    {
        using (worker)
        {
            var error = worker.StandardError.ReadToEndAsync(Cancellation);
            await worker.StandardOutput.ReadToEndAsync(Cancellation);
            await worker.WaitForExitAsync(Cancellation);
            return (worker.ExitCode, await error);
        }
    }

    private Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[DataFolders.EnvironmentVariable] = Data;
        return Process.Start(start)!;
    }

    private int CountArtifacts() => Directory.EnumerateFiles(Path.Combine(fixture.Laboratory, "store"), ArtifactManifest.FileName, SearchOption.AllDirectories).Count();

    /// <summary>Forty images of two classes, and a spec that trains on them.</summary>
    private void WriteImages()
    {
        foreach (var (name, grey) in new[] { ("dark", (byte)10), ("light", (byte)200) })
        {
            var folder = Directory.CreateDirectory(Path.Combine(Data, "images", name)).FullName;
            for (var i = 0; i < 20; i++)
            {
                File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), GreyPng.Write(8, (byte)(grey + i)));
            }
        }

        File.WriteAllText(fixture.SpecFile, CommandLineFixture.Spec
            .Replace("""{"name":"glyphs","validation":100,"trainSubset":300,"testSubset":100}""", """{"name":"image-folder","colour":"grey","size":8,"validation":8}""", StringComparison.Ordinal)
            .Replace("\"batchSize\":60", "\"batchSize\":8", StringComparison.Ordinal)
            .Replace("\"rounds\":2", "\"rounds\":4", StringComparison.Ordinal)
            .Replace("\"20it\"", "\"4000it\"", StringComparison.Ordinal)
            .Replace("\"10it\"", "\"1000it\"", StringComparison.Ordinal));
    }
}
