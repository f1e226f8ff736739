using System.Text;
using System.Text.Json.Nodes;
using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Transfer;

namespace LotteryLab.Web.Tests;

/// <summary>One good bundle for all tests of bad ones.</summary>
public sealed class BundleFixture : IAsyncLifetime
{
    public byte[] Bundle { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var app = new ApiApp();
        using var client = app.CreateClient();
        var (id, _) = await app.AddFinishedAsync(CancellationToken.None);
        Bundle = await client.GetByteArrayAsync($"/api/experiments/{id}/export");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class HostileBundleTests(BundleFixture good) : IClassFixture<BundleFixture>, IDisposable
{
    private static readonly BundleLimits Limits = BundleLimits.Default with { LargestBundle = 1 << 20, MostFiles = 100 };
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("lotterylab-hostile-");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void Import_OfTheGoodBundle_Works() => Assert.True(Import(good.Bundle).IsNew);

    public static TheoryData<string, string> Hostile => new()
    {
        { "text", "bundle.not-a-zip" },
        { "empty", "bundle.not-a-zip" },
        { "other zip", "bundle.content" },
        { "comment", "bundle.not-a-zip" },
        { "hidden entries", "bundle.not-a-zip" },
        { "traversal", "bundle.path" },
        { "absolute", "bundle.path" },
        { "windows path", "bundle.path" },
        { "line feed", "bundle.path" },
        { "twice", "bundle.path" },
        { "not listed", "bundle.path" },
        { "listed only", "bundle.path" },
        { "version", "bundle.version" },
        { "format", "bundle.version" },
        { "hash", "bundle.hash" },
        { "size", "bundle.hash" },
        { "deep", "bundle.content" },
        { "no plan", "bundle.content" },
        { "two rounds in one place", "bundle.content" },
        { "circle", "bundle.content" },
        { "branch", "bundle.content" },
        { "accuracy", "bundle.content" },
        { "no accuracy", "bundle.content" },
        { "mask", "bundle.content" },
        { "mask counts", "bundle.content" },
        { "weights", "bundle.content" },
        { "another spec", "bundle.content" },
        { "bomb", "bundle.too-large" },
        { "many files", "bundle.too-large" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Import_OfAHostileFile_IsRefusedWithOneSentenceAndLeavesNothing(string kind, string code)
    {
        var refusal = Assert.Throws<LotteryLabException>(() => Import(Spoil(good.Bundle, kind)));
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Fix);
        Assert.DoesNotContain(root.FullName, refusal.Message);
        var laboratory = new Laboratory(root.FullName);
        Assert.Empty(laboratory.Experiments());
        Assert.Empty(laboratory.Store.Keys());
        Assert.False(Directory.Exists(Path.Combine(root.FullName, "uploads")) && Directory.GetFileSystemEntries(Path.Combine(root.FullName, "uploads")).Length > 0);
    }

    private ImportedExperiment Import(byte[] bundle)
    {
        using var stream = new MemoryStream(bundle);
        return ExperimentImport.Run(new Laboratory(root.FullName), stream, "one.zip", "", Limits, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private static byte[] Spoil(byte[] bundle, string kind) => kind switch
    {
        "text" => Encoding.UTF8.GetBytes(new string('x', 100)),
        "empty" => [],
        "other zip" => Bundles.Zip([KeyValuePair.Create("spec.json", "{}"u8.ToArray())]),
        "comment" => [.. bundle, 0],
        "hidden entries" => FewerCounted(bundle),
        "traversal" => Bundles.Change(bundle, files => files["artifacts/../../../evil.json"] = "{}"u8.ToArray()),
        "absolute" => Bundles.Change(bundle, files => files["/etc/cron.d/evil"] = "{}"u8.ToArray()),
        "windows path" => Bundles.Change(bundle, files => files[$@"artifacts\{new string('a', 64)}\x.json"] = "{}"u8.ToArray()),
        "line feed" => Bundles.Change(bundle, files => files[$"artifacts/{new string('a', 64)}/x.json\n"] = "{}"u8.ToArray()),
        "twice" => Bundles.Zip([.. Bundles.Read(bundle), KeyValuePair.Create("spec.json", "{}"u8.ToArray())]),
        "not listed" => Bundles.Zip([.. Bundles.Read(bundle), KeyValuePair.Create($"artifacts/{new string('a', 64)}/x.json", "{}"u8.ToArray())]),
        "listed only" => Bundles.Change(bundle, _ => { }, manifest => manifest["entries"]!.AsArray().Add(new JsonObject { ["path"] = $"artifacts/{new string('a', 64)}/x.json", ["bytes"] = 2, ["sha256"] = "" })),
        "version" => Bundles.Change(bundle, _ => { }, manifest => manifest["version"] = 2),
        "format" => Bundles.Change(bundle, _ => { }, manifest => manifest["format"] = "something"),
        "hash" => Bundles.Change(bundle, _ => { }, manifest => manifest["entries"]![0]!["sha256"] = new string('0', 64)),
        "size" => Bundles.Change(bundle, _ => { }, manifest => manifest["entries"]![0]!["bytes"] = 1),
        "deep" => Bundles.Change(bundle, files => files["spec.json"] = Encoding.UTF8.GetBytes(new string('[', 100_000))),
        "no plan" => Bundles.Change(bundle, files => files.Remove("plan.json")),
        "two rounds in one place" => Bundles.Change(bundle, files => Bundles.Edit(files, "plan.json", plan => plan["rounds"]!.AsArray().Add(plan["rounds"]![0]!.DeepClone()))),
        "circle" => Bundles.Change(bundle, files => Bundles.Edit(files, "step.json", step => step["inputs"] = new JsonObject { ["start"] = files.Keys.First(path => path.EndsWith("step.json", StringComparison.Ordinal)).Split('/')[1] })),
        "branch" => Bundles.Change(bundle, files => Bundles.Edit(files, "plan.json", plan => plan["rounds"]![0]!["branch"] = "<script>")),
        "accuracy" => Bundles.Change(bundle, files => Bundles.Edit(files, "training.json", training => training["summary"]!["finalTestAccuracy"] = 1e300)),
        "no accuracy" => Bundles.Change(bundle, files => Bundles.Edit(files, "training.json", training => training["summary"]!.AsObject().Remove("finalTestAccuracy"))),
        "mask" => Bundles.Change(bundle, files => files[files.Keys.First(path => path.EndsWith("mask.bits", StringComparison.Ordinal))][20] ^= 1),
        "mask counts" => Bundles.Change(bundle, files => Bundles.Edit(files, "pruning.json", counts => counts["tensors"]![0]!["kept"] = 6)),
        "weights" => Bundles.Change(bundle, files => files[files.Keys.First(path => path.EndsWith("state.safetensors", StringComparison.Ordinal))] = new byte[10]),
        "another spec" => Bundles.Change(bundle, files => Bundles.Edit(files, "spec.json", spec => spec["seed"] = 5)),
        "many files" => Bundles.Zip(Enumerable.Range(0, 101).Select(file => KeyValuePair.Create($"{file}.json", "{}"u8.ToArray()))),
        "bomb" => Bundles.Change(bundle, files => files[$"artifacts/{new string('a', 64)}/x.json"] = new byte[4 << 20]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // The end of a zip file counts its entries twice; a reader that trusts its directory would still read all of them.
    private static byte[] FewerCounted(byte[] bundle)
    {
        byte[] changed = [.. bundle];
        changed[^14]--;
        changed[^12]--;
        return changed;
    }
}
