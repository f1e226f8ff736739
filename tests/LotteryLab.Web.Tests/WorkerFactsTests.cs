using LotteryLab.Engine.Steps;
using LotteryLab.Web.Scheduling;

namespace LotteryLab.Web.Tests;

/// <summary>The web app plans with the keys that its worker will use.</summary>
public sealed class WorkerFactsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lotterylab-facts-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("", "cpu", "libtorch-0.0.0/cpu-any-wide")]
    [InlineData("libtorch", "cpu", "libtorch-0.0.0/cpu-libtorch-wide")]
    [InlineData("libtorch", "cuda:0,cpu", "libtorch-0.0.0/cuda")]
    public async Task Numerics_NameTheLibraryOfProducts_OnTheCpuAlone(string products, string devices, string expected)
    {
        var settings = new WorkerSettings { Worker = FakeWorker.Install(home), Products = products, Devices = devices };
        var facts = await new WorkerProgram(settings, new Laboratory(home)).FactsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, facts.Numerics);
    }

    [Fact]
    public void Numerics_OfAWorkerThatDoesNotSay_AreTheDeviceAlone() =>
        Assert.Equal("libtorch-1.0/cpu", new WorkerFacts("1.0", "", ["cpu"], []).Numerics);
}
