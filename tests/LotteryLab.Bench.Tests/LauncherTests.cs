using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Running;
using LotteryLab.Engine;

namespace LotteryLab.Bench.Tests;

public sealed class LauncherTests
{
    private static readonly WorkerDataset Dataset = new("glyphs", 12_000, 2_000);

    [Theory]
    [InlineData("OMP_NUM_THREADS")]
    [InlineData("OPENBLAS_NUM_THREADS")]
    [InlineData("MKL_NUM_THREADS")]
    public void EveryProgram_IsGivenOneThread(string variable) => Assert.Equal("1", ProcessPlan.Environment[variable]);

    [Fact]
    public async Task Child_SeesTheEnvironment()
    {
        var outcome = await ChildProcess.RunAsync(new ProcessPlan("/usr/bin/env", []), TestContext.Current.CancellationToken);
        Assert.Contains("OMP_NUM_THREADS=1\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_ThatFails_IsNamedWithItsExitCode()
    {
        var problem = await Assert.ThrowsAsync<LotteryLabException>(() => ChildProcess.RunAsync(new ProcessPlan("/bin/sh", ["-c", "exit 3"]), TestContext.Current.CancellationToken));
        Assert.Contains("exit code 3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_ThatIsMissing_IsNamed() =>
        Assert.Equal("bench.program", (await Assert.ThrowsAsync<LotteryLabException>(() => ChildProcess.RunAsync(new ProcessPlan("/nowhere/python3", []), TestContext.Current.CancellationToken))).Code);

    [Fact]
    public void Opponents_AreGivenOurBatchRateAndDecay()
    {
        foreach (var contender in new[] { Contender.Bare, Contender.Script })
        {
            var text = string.Join(' ', Launcher(isQuick: false).Plan(Workload.ResNet20, contender).Arguments);
            Assert.Contains("--network resnet-20 --optimizer sgd --rate 0.1 --momentum 0.9 --decay 0.0001 --batch 128 --images 2560", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Quick_ShortensEveryRun()
    {
        Assert.Contains("--warmup 50 --steps 175", string.Join(' ', Launcher(isQuick: true).Plan(Workload.LeNetAdam, Contender.Bare).Arguments), StringComparison.Ordinal);
        Assert.Equal(new StepCounts(1, 1), new StepCounts(0, 2).Quick);
    }

    [Fact]
    public void OnAGpu_OpponentsGetTheDeviceAndTheOrdinaryOnesDoNot()
    {
        foreach (var (onGpu, onCpu) in new[] { (Contender.BareOnGpu, Contender.Bare), (Contender.ScriptOnGpu, Contender.Script) })
        {
            var plain = Launcher(isQuick: false).Plan(Workload.LeNetAdam, onCpu);
            Assert.DoesNotContain("--device", plain.Arguments);
            Assert.Equal([.. plain.Arguments, "--device", "cuda"], Launcher(isQuick: false).Plan(Workload.LeNetAdam, onGpu).Arguments);
        }

        Assert.Equal(["gpu-lenet-16"], BenchCase.All.Where(row => row.NeedsGpu).Select(row => row.Name));
    }

    [Fact]
    public void OpponentsThatKeepMemory_AreTheOrdinaryOnesWithMoreEnvironment()
    {
        foreach (var (keeping, ordinary) in new[] { (Contender.BareKeepingMemory, Contender.Bare), (Contender.ScriptKeepingMemory, Contender.Script) })
        {
            var plain = Launcher(isQuick: false).Plan(Workload.Conv2, ordinary);
            var kept = Launcher(isQuick: false).Plan(Workload.Conv2, keeping);
            Assert.Equal(plain.Arguments, kept.Arguments);
            Assert.Empty(plain.Extra);
            Assert.Equal("0", kept.Extra["MALLOC_MMAP_MAX_"]);
        }
    }

    [Fact]
    public void Job_SurvivesItsJson()
    {
        var job = new ChildJob(Contender.OursOnAllCores, Workload.LeNetSgd.Name, 3, 7, "/a folder/mask.bits");
        Assert.Equal(job, ChildJob.FromJson(job.ToJson()));
    }

    [Fact]
    public void Measurement_OfAPythonLoop_IsRead()
    {
        var run = Measurement.FromJson("""{"wallSeconds": 2.0, "cpuSeconds": 1.5, "units": 100, "threads": 1, "peakBytes": 7, "firstStepAt": 12.5, "version": "PyTorch", "details": {}}""");
        Assert.Equal(20, run.MillisecondsPerUnit);
        Assert.Equal(15, run.CpuMillisecondsPerUnit);
        Assert.Equal(7, run.PeakBytes);
    }

    [Fact]
    public void WorkerSpecs_AreReadable()
    {
        var reader = new Engine.Specs.SpecReader(Engine.Specs.ComponentCatalog.Default);
        Assert.Equal(60, reader.Read(WorkerSpec.Training(Dataset)).Training.BatchSize);
        Assert.Equal("imp", reader.Read(WorkerSpec.Ticket(Dataset, 15)).Method.Name);
    }

    private static Launcher Launcher(bool isQuick) => new(
        new BenchArguments { Repository = "/somewhere", Worker = "/somewhere/lotterylab.dll", Cases = BenchCase.All, Pairs = 1, IsQuick = isQuick, Mask = null },
        Dataset);
}
