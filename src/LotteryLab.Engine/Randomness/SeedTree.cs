using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LotteryLab.Engine.Randomness;

/// <summary>
/// The one place where seeds come from. Every random choice is named (root seed, replicate, purpose), so results do not depend on the
/// order in which work is done, and a resumed run draws what an uninterrupted one would have drawn.
/// </summary>
public static class SeedTree
{
    /// <summary>Seed in [0, 2^63) for one purpose, for example <c>initialization</c> or <c>data-order/epoch-3</c>.</summary>
    public static long Derive(long root, int replicate, string purpose) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{root}/{replicate}/{purpose}"));

    /// <summary>Seed in [0, 2^63) below another seed, for example one of each epoch.</summary>
    public static long Derive(long parent, string purpose) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{parent}/{purpose}"));

    private static long Hash(string text)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest) & long.MaxValue;
    }
}
