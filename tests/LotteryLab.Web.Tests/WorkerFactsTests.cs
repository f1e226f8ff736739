using LotteryLab.Engine.Artifacts;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Tests;

/// <summary>The web app plans with the keys that its worker will use.</summary>
public sealed class WorkerFactsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lotterylab-facts-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("", "libtorch-0.0.0/cpu")]
    [InlineData("cuda:0,cpu", "libtorch-0.0.0/cuda:0")]
    public async Task Numerics_AreThoseThatTheWorkerNames_ForTheFirstDevice(string devices, string expected)
    {
        var settings = new WorkerSettings { Worker = FakeWorker.Install(home), Devices = devices };
        var facts = await new WorkerProgram(settings, new Laboratory(home)).FactsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, facts.Numerics);
    }

    [Fact]
    public void Command_WithoutASetting_IsTheWorkerThatWasBuiltWithTheApp()
    {
        var command = new WorkerProgram(new WorkerSettings(), new Laboratory(home)).Command();
        var expected = Path.Combine("LotteryLab.Worker", new DirectoryInfo(AppContext.BaseDirectory).Name, "lotterylab.dll");
        Assert.EndsWith(expected, command[^1], StringComparison.Ordinal);
        Assert.True(File.Exists(command[^1]));
    }
}
