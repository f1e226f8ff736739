using LotteryLab.Web.Scheduling;
using Microsoft.Extensions.Configuration;

namespace LotteryLab.Web.Tests;

/// <summary>The setting that lets workers record their training steps reaches GPUs only, and names the results that it gives.</summary>
public sealed class CaptureSettingTests
{
    [Theory]
    [InlineData("", "cuda:0", "", "libtorch-2.0.0/cuda")]
    [InlineData("true", "cuda:1", "--capture", "libtorch-2.0.0/cuda-captured")]
    [InlineData("true", "cpu", "", "libtorch-2.0.0/cpu")]
    public void Capture_OfADevice_IsAskedForAndNamed(string setting, string device, string argument, string numerics)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(setting.Length == 0 ? [] : [KeyValuePair.Create("LotteryLab:Capture", (string?)setting)]).Build();
        var settings = WorkerSettings.Of(configuration);
        Assert.Equal(argument, string.Join(' ', settings.CaptureOf(device)));
        Assert.Equal(numerics, new WorkerFacts("2.0.0", "", [device], [], settings.Captures).Numerics);
    }
}
