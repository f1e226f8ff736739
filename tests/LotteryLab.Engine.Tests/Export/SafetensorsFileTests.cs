using System.Buffers.Binary;
using System.Text;
using LotteryLab.Engine.Files;

namespace LotteryLab.Engine.Tests.Export;

public sealed class SafetensorsFileTests
{
    private static SafetensorsEntry[] Some =>
    [
        new("b", SafetensorsType.F32, [2, 1], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }),
        new("a", SafetensorsType.U8, [3], new byte[] { 9, 8, 7 }),
        new("c", SafetensorsType.I64, [], new byte[8]),
    ];

    [Fact]
    public void RoundTrip_GivesTensorsInNameOrder()
    {
        var read = SafetensorsFile.Read(new MemoryStream(Bytes(Some)));
        Assert.Equal(["a", "b", "c"], read.Select(entry => entry.Name));
        Assert.Equal([9, 8, 7], read[0].Bytes.ToArray());
        Assert.Equal([2, 1], read[1].Shape);
    }

    [Fact]
    public void Writing_IsDeterministicAndAligned()
    {
        var bytes = Bytes(Some);
        Assert.Equal(bytes, Bytes([.. Some.Reverse()]));
        Assert.Equal(0UL, BinaryPrimitives.ReadUInt64LittleEndian(bytes) % 8);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3)] // data too short
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5)] // data too long
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)] // shape does not fit
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,0]}}""", 0)] // product overflows to 0
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"0","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3)] // overlap
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2)] // gap
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2)] // twice
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}}""", 1)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1)]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 1)]
    [InlineData("[]", 0)]
    [InlineData("{", 0)]
    [InlineData("{\"a\":1}", 0)]
    public void HostileHeader_IsRefused(string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        Refused(bytes);
    }

    [Fact]
    public void TruncatedOrHugeHeader_IsRefused()
    {
        var bytes = Bytes(Some);
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused(bytes[..length]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        Refused(bytes);
    }

    private static void Refused(byte[] bytes) =>
        Assert.Equal("safetensors.invalid", Assert.Throws<LotteryLabException>(() => SafetensorsFile.Read(new MemoryStream(bytes))).Code);

    private static byte[] Bytes(SafetensorsEntry[] entries)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, entries);
        return stream.ToArray();
    }
}
