using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace LotteryLab.Worker.Tests;

/// <summary>
/// The worker is killed without warning at random moments, and what it leaves in the end is, file by file, what an uninterrupted run
/// leaves. <c>LOTTERYLAB_CRASHES</c> sets the number of kills (8 when not set) and <c>LOTTERYLAB_CRASH_SEED</c> their moments.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const string Spec = """
        {"version":1,"name":"Crash","architecture":{"name":"mlp","widths":[64]},
         "dataset":{"name":"glyphs","validation":200,"trainSubset":600,"testSubset":200},
         "training":{"optimizer":{"name":"adam","learningRate":0.0012},"batchSize":60,"length":"200it","evaluateEvery":"50it"},
         "method":{"name":"imp","rule":"layerwise","rate":0.4,"rounds":2,"rewindTo":"20it"},
         "controls":["random-reinit","shuffled-mask"],"replicates":2,"seed":7}
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lotterylab-crash-");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task Worker_KilledAtRandomMoments_LeavesWhatAnUninterruptedRunLeaves()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var spec = Path.Combine(root.FullName, "spec.json");
        await File.WriteAllTextAsync(spec, Spec, cancellation);
        var whole = Path.Combine(root.FullName, "whole");
        var began = Stopwatch.GetTimestamp();
        await FinishAsync(spec, whole);
        var duration = Stopwatch.GetElapsedTime(began);

        var crashes = Setting("LOTTERYLAB_CRASHES", 8);
        var seed = Setting("LOTTERYLAB_CRASH_SEED", 1);
        var random = new Random(seed);
        var killed = Path.Combine(root.FullName, "killed");
        var hits = 0;
        for (var i = 0; i < crashes; i++)
        {
            using var worker = Start(spec, killed);

            // Before it has begun a kill tests nothing: the first line says that the plan is made.
            await worker.StandardOutput.ReadLineAsync(cancellation);
            var reading = worker.StandardOutput.ReadToEndAsync(cancellation);

            // Short moments, so that many kills fit into the run; a few reach far into it.
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * random.NextDouble() * duration.TotalMilliseconds / 2), cancellation);
            if (!worker.HasExited)
            {
                worker.Kill();
                hits++;
            }

            await worker.WaitForExitAsync(cancellation);
            await reading;
        }

        await FinishAsync(spec, killed);
        TestContext.Current.TestOutputHelper?.WriteLine($"{hits} of {crashes} kills hit a working worker; an uninterrupted run takes {duration.TotalSeconds:F1} s");
        Assert.True(hits > 0, "No kill hit a working worker.");
        var expected = Contents(whole);
        var actual = Contents(killed);
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, file => Assert.True(actual[file.Key] == file.Value, $"{file.Key} differs"));
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : standard;

    private static SortedDictionary<string, string> Contents(string laboratory)
    {
        var store = Path.Combine(laboratory, "store");
        var files = Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(store, file), Path: file))
            .Where(file => !file.Name.StartsWith(".incoming", StringComparison.Ordinal) && !file.Name.StartsWith(".quarantine", StringComparison.Ordinal));
        return new(files.ToDictionary(file => file.Name, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.Path)))), StringComparer.Ordinal);
    }

    private static Process Start(string spec, string laboratory) =>
        WorkerProcess.Start("run", spec, "--lab", laboratory, "--lanes", "2", "--checkpoint-seconds", "0.05");

    private static async Task FinishAsync(string spec, string laboratory)
    {
        using var worker = Start(spec, laboratory);
        var output = await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(worker.ExitCode == 0, output);
    }
}
