using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Tests.Steps;

public sealed class JournalTests
{
    [Fact]
    public void Append_SeveralEvents_NumbersThemWithoutGaps()
    {
        using var folder = new TemporaryFolder();
        using (var journal = new JournalWriter(folder.In("a.jsonl")))
        {
            journal.Append("started");
            journal.Append("evaluation", new JsonObject { ["iteration"] = 100 });
        }

        var events = new JournalReader(folder.In("a.jsonl")).ReadNew();
        Assert.Equal([1L, 2L], events.Select(e => (long)e["seq"]!));
        Assert.Equal(["started", "evaluation"], events.Select(e => (string)e["type"]!));
        Assert.Equal(100, (int)events[1]["iteration"]!);
    }

    [Fact]
    public void Open_TornLastLine_IsCutOffAndNumberingGoesOn()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("a.jsonl");
        using (var journal = new JournalWriter(path))
        {
            journal.Append("started");
        }

        File.AppendAllText(path, "{\"seq\":2,\"type\":\"evalu");
        using (var journal = new JournalWriter(path))
        {
            journal.Append("finished");
        }

        var events = new JournalReader(path).ReadNew();
        Assert.Equal(["started", "finished"], events.Select(e => (string)e["type"]!));
        Assert.Equal(2L, (long)events[1]["seq"]!);
    }

    [Fact]
    public void ReadNew_WhileALineIsHalfWritten_WaitsForItsEnd()
    {
        using var folder = new TemporaryFolder();
        var path = folder.In("a.jsonl");
        File.WriteAllText(path, "{\"seq\":1}\n{\"seq\":2");
        var reader = new JournalReader(path);
        Assert.Single(reader.ReadNew());
        Assert.Empty(reader.ReadNew());
        File.AppendAllText(path, "}\n{\"seq\":3}\n");
        Assert.Equal([2L, 3L], reader.ReadNew().Select(e => (long)e["seq"]!));

        var resumed = new JournalReader(path, reader.Position);
        Assert.Empty(resumed.ReadNew());
    }

    [Fact]
    public void ReadNew_DamagedLineInTheMiddle_CostsOnlyThatLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("a.jsonl"), "{\"seq\":1}\n\0\0\0garbage\n{\"seq\":3}\n");
        Assert.Equal([1L, 3L], new JournalReader(folder.In("a.jsonl")).ReadNew().Select(e => (long)e["seq"]!));
    }
}
