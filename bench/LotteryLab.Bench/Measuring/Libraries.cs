using LotteryLab.Engine.Runtime;
using TorchSharp;

namespace LotteryLab.Bench.Measuring;

/// <summary>Versions of what LotteryLab computes with.</summary>
internal static class Libraries
{
    public static string Describe() => $".NET {Environment.Version}, {Numerics.Name(isGpu: false)} through TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}";
}
