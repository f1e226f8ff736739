using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Reporting;
using LotteryLab.Bench.Running;
using LotteryLab.Engine;

namespace LotteryLab.Bench.Tests;

public sealed class MachineTests
{
    [Fact]
    public void Facts_AreReadFromTheKernelsFiles()
    {
        var facts = MachineFacts.Parse(["processor\t: 0", "model name\t: Some CPU @ 2 GHz", "flags\t\t: fpu avx2 avx512f amx_bf16"], ["MemTotal:        1024 kB"], 2, "Linux");
        Assert.Equal("Some CPU @ 2 GHz", facts.Processor);
        Assert.Equal(["avx2", "avx512f", "amx_bf16"], facts.Features);
        Assert.Equal(1024 * 1024, facts.MemoryBytes);
    }

    [Fact]
    public void Facts_OfAnotherKindOfProcessor_AreUnknown()
    {
        var facts = MachineFacts.Parse(["processor\t: 0", "Features\t: asimd"], [], 2, "Linux");
        Assert.Equal("unknown", facts.Processor);
        Assert.Empty(facts.Features);
    }

    [Fact]
    public void ForeignShare_IsBusyTimeThatWasNotOurs()
    {
        // 1,000 ticks pass, 700 of them busy (stolen ones count as busy); 600 are ours or our children's.
        var before = LoadSample.Parse("0.25 1 1", "cpu  100 0 100 800 0 0 0 0 0 0", "7 (a (strange) name) S 1 1 1 0 -1 0 0 0 0 0 10 20 30 40 20 0");
        var after = LoadSample.Parse("1.50 1 1", "cpu  500 100 200 1050 50 0 0 100 0 0", "7 (a (strange) name) S 1 1 1 0 -1 0 0 0 0 0 110 120 230 240 20 0");
        var load = before.Until(after);
        Assert.Equal(new MachineLoad(0.25, 1.5, 0.1), load);
        Assert.NotNull(load.Warning);
        Assert.Null((load with { ForeignShare = 0.01 }).Warning);
    }

    [Fact]
    public void OwnCounters_AreReadable()
    {
        var sample = LoadSample.Take();
        Assert.True(sample.Total >= sample.Busy && sample.Busy > 0);
        Assert.True(Measurement.OwnPeakBytes() > 1 << 20);
    }

    [Fact]
    public void Peak_OfAnEndedProcess_IsUnknown() => Assert.Null(Measurement.ReadPeak(["Name:\tdotnet", "State:\tZ (zombie)"]));

    [Fact]
    public void Worker_IsMeasuredFromItsJournal()
    {
        string[] journal =
        [
            """{"seq":1,"at":"1970-01-01T00:01:40.000Z","type":"started"}""",
            """{"seq":3,"at":"1970-01-01T00:01:42.500Z","type":"evaluation","iteration":1000}""",
            """{"seq":2,"at":"1970-01-01T00:01:40.500Z","type":"evaluation","iteration":0}""",
        ];
        var run = WorkerRun.Read(journal, new ChildOutcome("", 99.75, 42));
        Assert.Equal(0.75, run.StartSeconds, 6);
        Assert.Equal(2, run.MillisecondsPerUnit, 6);
        Assert.Equal(42, run.PeakBytes);
    }

    [Fact]
    public void Worker_WithoutEvaluations_IsAFailure() =>
        Assert.Equal("bench.journal", Assert.Throws<LotteryLabException>(() => WorkerRun.Read([], new ChildOutcome("", 0, 0))).Code);

    [Fact]
    public void Lanes_OneFails_TheOthersGoOnAndTheFailureIsTold()
    {
        using var barrier = new Barrier(3);
        var done = 0;
        var failure = Assert.Throws<InvalidOperationException>(() => Lanes.Run(3, barrier, lane =>
        {
            if (lane == 1)
            {
                throw new ArgumentException("lane 1");
            }

            barrier.SignalAndWait();
            Interlocked.Increment(ref done);
        }));
        Assert.IsType<ArgumentException>(failure.InnerException);
        Assert.Equal(2, done);
    }
}
