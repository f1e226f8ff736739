using System.Text.Json.Nodes;
using LotteryLab.Engine.Artifacts;

namespace LotteryLab.Engine.Tests.Steps;

public sealed class StepTailTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lotterylab-tail-").FullName;

    [Fact]
    public void Read_WithoutAJournal_IsUntouched() => Assert.Equal(StepTail.Untouched, StepTail.Read(Path.Combine(folder, "none.jsonl")));

    [Fact]
    public void Read_OfAFinishedStepBehindALongCurve_HasItsSeconds()
    {
        var path = Journal(journal =>
        {
            journal.Append("started");
            for (var i = 0; i < 500; i++)
            {
                journal.Append("evaluation", new JsonObject { ["iteration"] = i });
            }

            journal.Append("finished", new JsonObject { ["seconds"] = 12.5 });
        });
        var tail = StepTail.Read(path);
        Assert.Equal((StepOutcome.Finished, 12.5), (tail.Outcome, tail.Seconds));
        Assert.NotNull(tail.At);
    }

    [Fact]
    public void Read_OfAFailedStep_HasItsReason()
    {
        var tail = StepTail.Read(Journal(journal => journal.Append("failed", new JsonObject { ["reason"] = "It diverged." })));
        Assert.Equal((StepOutcome.Failed, "It diverged."), (tail.Outcome, tail.Reason));
    }

    [Fact]
    public void Read_OfATrainingInTheMiddle_IsStarted()
    {
        var path = Journal(journal =>
        {
            for (var i = 0; i < 500; i++)
            {
                journal.Append("evaluation", new JsonObject { ["iteration"] = i });
            }
        });
        File.AppendAllText(path, "{\"type\":\"finis");
        Assert.Equal(StepOutcome.Started, StepTail.Read(path).Outcome);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Journal(Action<JournalWriter> write)
    {
        var path = Path.Combine(folder, "step.jsonl");
        using var journal = new JournalWriter(path);
        write(journal);
        return path;
    }
}
