using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LotteryLab.Engine.Training.Optimizers;

/// <summary>
/// Momenta of a unit that stopped firing decay geometrically until they are subnormal and then stay so for ever, and processors compute
/// with subnormal numbers many times slower. Below 1e-37 they cannot move a weight, so they become zero.
/// </summary>
internal static class Subnormal
{
    private const float Smallest = 1e-37f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Flush(float value) => MathF.Abs(value) < Smallest ? 0 : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Flush(Vector<float> values) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(values), new Vector<float>(Smallest)), Vector<float>.Zero, values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Flush(Vector512<float> values) =>
        Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(values), Vector512.Create(Smallest)), Vector512<float>.Zero, values);
}
