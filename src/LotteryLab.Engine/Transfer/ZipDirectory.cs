using System.Buffers.Binary;

namespace LotteryLab.Engine.Transfer;

/// <summary>
/// Looks through the directory of a zip file before anything unpacks it. The framework's reader makes an object for every entry that it finds, whatever
/// the file says about their number, so that a small file could cost gigabytes; here only plain files pass, with no more entries than are allowed.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint EntrySignature = 0x02014b50;
    private const int EndBytes = 22;
    private const int HeadBytes = 46;

    /// <summary>Checks the directory and leaves the stream at its beginning.</summary>
    /// <exception cref="LotteryLabException">It is not one of ours, or too large.</exception>
    public static void Check(Stream zip, BundleLimits limits)
    {
        if (zip.Length < EndBytes)
        {
            throw BundleProblem.NoZip("it is too short");
        }

        Span<byte> end = stackalloc byte[EndBytes];
        zip.Position = zip.Length - EndBytes;
        zip.ReadExactly(end);
        var (entries, size, start) = (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || BinaryPrimitives.ReadUInt16LittleEndian(end[8..]) != entries)
        {
            throw BundleProblem.NoZip("its directory does not stand at its end");
        }

        if (entries > limits.MostFiles)
        {
            throw BundleProblem.Size($"The bundle holds {entries} files; {limits.MostFiles} are allowed.");
        }

        if (start + (long)size != zip.Length - EndBytes)
        {
            throw BundleProblem.NoZip("its directory is not where it says");
        }

        Walk(zip, start, size, entries, limits);
        zip.Position = 0;
    }

    private static void Walk(Stream zip, uint start, uint size, int entries, BundleLimits limits)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var (position, last, unpacked) = ((long)start, start + (long)size, 0L);
        for (var entry = 0; entry < entries; entry++)
        {
            if (position + HeadBytes > last)
            {
                throw BundleProblem.NoZip("its directory ends too early");
            }

            zip.Position = position;
            zip.ReadExactly(head);
            var flags = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]);
            var method = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != EntrySignature || (flags & 1) != 0 || method is not (0 or 8))
            {
                throw BundleProblem.NoZip("an entry is encrypted, or packed in another way");
            }

            unpacked += BinaryPrimitives.ReadUInt32LittleEndian(head[24..]);
            position += HeadBytes + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(head[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(head[32..]);
        }

        // Exactly here: entries that the count keeps quiet about would be read all the same.
        if (position != last)
        {
            throw BundleProblem.NoZip("its directory holds more than it counts");
        }

        if (unpacked > limits.LargestBundle)
        {
            throw BundleProblem.Size($"Unpacked, the bundle has {unpacked / 1_000_000} MB; {limits.LargestBundle / 1_000_000} MB are allowed.");
        }
    }
}
