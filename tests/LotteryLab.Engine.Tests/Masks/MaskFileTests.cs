using System.Security.Cryptography;
using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Tests.Masks;

public sealed class MaskFileTests
{
    private static MaskSet Some => new([new("fc1.weight", BitMask.From(130, i => i % 3 == 0)), new("größe", BitMask.Full(64)), new("empty", BitMask.Full(0))]);

    [Fact]
    public void RoundTrip_KeepsNamesOrderAndBits()
    {
        var read = MaskFile.FromBytes(MaskFile.ToBytes(Some));
        Assert.Equal(Some.Entries.Select(entry => entry.Key), read.Entries.Select(entry => entry.Key));
        Assert.All(Some.Entries, entry => Assert.Equal(entry.Value, read[entry.Key]));
    }

    [Fact]
    public void EqualMasks_GiveEqualBytes() => Assert.Equal(MaskFile.ToBytes(Some), MaskFile.ToBytes(Some));

    [Fact]
    public void AnyChangedByte_IsRefused()
    {
        var bytes = MaskFile.ToBytes(Some);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            Assert.Equal("mask.invalid", Assert.Throws<LotteryLabException>(() => MaskFile.FromBytes(damaged)).Code);
        }
    }

    [Fact]
    public void AnyTruncation_IsRefused()
    {
        var bytes = MaskFile.ToBytes(Some);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal("mask.invalid", Assert.Throws<LotteryLabException>(() => MaskFile.FromBytes(bytes.AsSpan(0, length))).Code);
        }
    }

    [Fact]
    public void HostileContentWithRightChecksum_IsRefused()
    {
        var bytes = MaskFile.ToBytes(Some);

        // Every byte of the content in turn becomes 0xFF, and the checksum is made to fit: most of these are lies about sizes.
        for (var i = 8; i < bytes.Length - 32; i++)
        {
            var hostile = (byte[])bytes.Clone();
            hostile[i] = 0xFF;
            SHA256.HashData(hostile.AsSpan(0, hostile.Length - 32)).CopyTo(hostile, hostile.Length - 32);
            try
            {
                MaskFile.FromBytes(hostile);
            }
            catch (LotteryLabException exception)
            {
                Assert.Equal("mask.invalid", exception.Code);
            }
        }
    }
}
