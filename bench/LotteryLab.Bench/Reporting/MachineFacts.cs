using System.Globalization;

namespace LotteryLab.Bench.Reporting;

/// <summary>What was measured on.</summary>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="Features">Instruction sets that matter here.</param>
/// <param name="MemoryBytes">Memory of the machine.</param>
/// <param name="System">Operating system.</param>
internal sealed record MachineFacts(string Processor, int Cores, IReadOnlyList<string> Features, long MemoryBytes, string System)
{
    private static readonly string[] Interesting = ["avx2", "avx512f", "avx512_bf16", "amx_bf16"];

    /// <summary>This machine.</summary>
    public static MachineFacts Read() =>
        Parse(File.ReadAllLines("/proc/cpuinfo"), File.ReadAllLines("/proc/meminfo"), Environment.ProcessorCount, global::System.Runtime.InteropServices.RuntimeInformation.OSDescription);

    /// <summary>From the lines of the kernel's files.</summary>
    public static MachineFacts Parse(IReadOnlyList<string> processors, IReadOnlyList<string> memory, int cores, string system)
    {
        var flags = Field(processors, "flags").Split(' ').ToHashSet(StringComparer.Ordinal);
        var kibibytes = Field(memory, "MemTotal").Split(' ')[0];
        return new MachineFacts(
            Field(processors, "model name"),
            cores,
            [.. Interesting.Where(flags.Contains)],
            long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size * 1024 : 0,
            system);
    }

    private static string Field(IReadOnlyList<string> lines, string name)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
