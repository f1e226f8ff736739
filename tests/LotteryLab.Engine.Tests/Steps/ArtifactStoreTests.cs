using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Tests.Steps;

public sealed class ArtifactStoreTests
{
    private static readonly StepKey Key = StepKey.Of("a step");

    [Fact]
    public void Publish_Files_CanBeReadBackAndVerified()
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        Publish(store, "hello"u8);
        Assert.True(store.Contains(Key));
        Assert.True(store.Verify(Key));
        Assert.Equal("hello"u8.ToArray(), store.Find(Key)!.Read("text.txt"));
        Assert.Equal([Key], store.Keys());
    }

    [Fact]
    public void Publish_Weights_SaysTheirShapesWithoutTheFile()
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [new SafetensorsEntry("fc.weight", SafetensorsType.F32, [2, 3], new byte[24]), new SafetensorsEntry("bn.steps", SafetensorsType.I64, [], new byte[8])]);
        using (var writer = store.Begin(Key))
        {
            writer.Write(ArtifactFiles.State, stream.ToArray());
            store.Publish(Key, new JsonObject(), writer);
        }

        File.Delete(store.Find(Key)!.PathOf(ArtifactFiles.State));
        var shapes = store.Find(Key)!.Manifest.Files[ArtifactFiles.State].Shapes!;
        Assert.Equal(["bn.steps", "fc.weight"], shapes.Keys.Order());
        Assert.Equal([2L, 3L], shapes["fc.weight"]);
        Assert.Empty(shapes["bn.steps"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no weights at all, whatever the name says")]
    public void Publish_SomethingElseUnderTheNameOfWeights_SaysNoShapes(string content)
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        using var writer = store.Begin(Key);
        writer.Write(ArtifactFiles.State, System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Null(store.Publish(Key, new JsonObject(), writer).Manifest.Files[ArtifactFiles.State].Shapes);
    }

    [Fact]
    public void Writer_NotPublished_LeavesNothingVisible()
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        using (var writer = store.Begin(Key))
        {
            writer.Write("text.txt", "hello"u8);
            Assert.False(store.Contains(Key));
        }

        Assert.Null(store.Find(Key));
        Assert.Empty(store.Keys());
    }

    [Fact]
    public void Publish_Twice_KeepsTheFirst()
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        Publish(store, "first"u8);
        Publish(store, "second"u8);
        Assert.Equal("first"u8.ToArray(), store.Find(Key)!.Read("text.txt"));
    }

    [Fact]
    public void Read_ChangedFile_IsRefusedByName()
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        Publish(store, "hello"u8);
        File.WriteAllText(store.Find(Key)!.PathOf("text.txt"), "hallo");
        var refusal = Assert.Throws<CorruptArtifactException>(() => store.Find(Key)!.Read("text.txt"));
        Assert.Contains("text.txt", refusal.Message, StringComparison.Ordinal);
        Assert.False(store.Verify(Key));
        Assert.False(store.Contains(Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"key\":\"another\",\"step\":{},\"files\":{}}")]
    public void Find_DamagedManifest_IsSetAside(string manifest)
    {
        using var folder = new TemporaryFolder();
        var store = new ArtifactStore(folder.Path);
        Publish(store, "hello"u8);
        File.WriteAllText(Path.Combine(store.FolderOf(Key), ArtifactManifest.FileName), manifest);
        Assert.Null(store.Find(Key));
        Publish(store, "again"u8);
        Assert.Equal("again"u8.ToArray(), store.Find(Key)!.Read("text.txt"));
        Assert.Single(Directory.GetDirectories(folder.In(".quarantine")));
    }

    [Theory]
    [InlineData("../escape.txt")]
    [InlineData("a/b.txt")]
    [InlineData("artifact.json")]
    [InlineData("")]
    public void Write_NameThatIsNoPlainFile_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        using var writer = new ArtifactStore(folder.Path).Begin(Key);
        Assert.Throws<ArgumentException>(() => writer.Write(name, "x"u8));
    }

    private static void Publish(ArtifactStore store, ReadOnlySpan<byte> content)
    {
        using var writer = store.Begin(Key);
        writer.Write("text.txt", content);
        store.Publish(Key, new JsonObject { ["kind"] = "test" }, writer);
    }
}
