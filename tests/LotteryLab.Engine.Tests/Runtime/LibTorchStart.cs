using System.Runtime.CompilerServices;
using LotteryLab.Engine.Runtime;

namespace LotteryLab.Engine.Tests.Runtime;

/// <summary>A test that touches a tensor before anything of the engine would have TorchSharp look for LibTorch in its own way.</summary>
internal static class LibTorchStart
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.Load();
}
