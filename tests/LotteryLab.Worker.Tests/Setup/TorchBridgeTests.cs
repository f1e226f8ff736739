using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LotteryLab.Engine.Runtime;

namespace LotteryLab.Worker.Tests.Setup;

/// <summary>TorchSharp's native part on systems whose libstdc++ is older than the one that it was linked with; see OlderLibstdcxx.targets.</summary>
public sealed class TorchBridgeTests
{
    private const string TooNew = "GLIBCXX_3.4.32";
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    private static readonly string Bridge = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public void Bridge_InAnOutputFolder_NeedsTheNewerLibstdcxxOnlyWeakly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux versions its C++ library so.");
        Assert.All(Needs(File.ReadAllBytes(Bridge)).Where(need => need.Name == TooNew), need => Assert.Equal(Weak, need.Flags & Weak));
    }

    [Fact]
    public void Bridge_InAnOutputFolder_Loads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems find it in another place.");
        LibTorch.Load();
        Assert.NotEqual(nint.Zero, NativeLibrary.Load(Bridge));
    }

    /// <summary>Versions that a library needs of others, with their flags: section .gnu.version_r of an ELF file with 64 bits.</summary>
    private static IEnumerable<(string Name, ushort Flags)> Needs(byte[] file)
    {
        var sections = (int)Read64(file, 40);
        var (size, count) = (Read16(file, 58), Read16(file, 60));
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (Read32(file, section + 4) != VersionNeeds)
            {
                continue;
            }

            var names = (int)Read64(file, sections + ((int)Read32(file, section + 40) * size) + 24);
            var library = (int)Read64(file, section + 24);
            for (var left = Read32(file, section + 44); left > 0; left--)
            {
                var version = library + (int)Read32(file, library + 8);
                for (var more = Read16(file, library + 2); more > 0; more--)
                {
                    var name = names + (int)Read32(file, version + 8);
                    yield return (Encoding.ASCII.GetString(file, name, Array.IndexOf(file, (byte)0, name) - name), Read16(file, version + 4));
                    version += (int)Read32(file, version + 12);
                }

                library += (int)Read32(file, library + 12);
            }
        }
    }

    private static ushort Read16(byte[] file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private static uint Read32(byte[] file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));

    private static long Read64(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
}
