using System.Globalization;

namespace LotteryLab.Bench.Reporting;

/// <summary>How busy the machine was with other things than the benchmark.</summary>
/// <param name="AverageAtStart">One-minute load average before the first run.</param>
/// <param name="AverageAtEnd">The same after the last one; the benchmark itself contributes to it.</param>
/// <param name="ForeignShare">Share of all processor time in between that neither idled nor belonged to the benchmark.</param>
internal sealed record MachineLoad(double AverageAtStart, double AverageAtEnd, double ForeignShare)
{
    // A quiet system's own services take about one per cent of two cores.
    private const double TolerableShare = 0.02;

    /// <summary>
    /// Why the figures should not be trusted, or null. The share decides: the load average still remembers the minutes before the start.
    /// </summary>
    public string? Warning => ForeignShare <= TolerableShare
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"The machine was not idle: other programs took {ForeignShare:P1} of the processors (load {AverageAtStart:0.00} at the start). Wall-clock figures are too large and ratios uncertain; processor times suffer less.");
}

/// <summary>Counters of the kernel at one moment, in clock ticks.</summary>
/// <param name="Average">One-minute load average.</param>
/// <param name="Busy">Time in which processors worked, since the system started.</param>
/// <param name="Total">All time of all processors.</param>
/// <param name="Own">Time of this process and of the children that it has waited for.</param>
internal readonly record struct LoadSample(double Average, long Busy, long Total, long Own)
{
    /// <summary>Now.</summary>
    public static LoadSample Take() => Parse(File.ReadAllText("/proc/loadavg"), File.ReadLines("/proc/stat").First(), File.ReadAllText("/proc/self/stat"));

    /// <summary>From the texts of the kernel's files.</summary>
    public static LoadSample Parse(string average, string processors, string own)
    {
        // cpu user nice system idle iowait irq softirq steal guest guest_nice: guests are counted in user already.
        long[] times = [.. processors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number)];
        var idle = times[3] + times[4];
        // The name in parentheses may hold spaces; fields 14 to 17 of the file follow it.
        string[] fields = own[(own.LastIndexOf(')') + 2)..].Split(' ');
        return new LoadSample(
            double.Parse(average.Split(' ')[0], CultureInfo.InvariantCulture),
            times.Sum() - idle,
            times.Sum(),
            fields[11..15].Sum(Number));
    }

    /// <summary>What happened from this sample to a later one.</summary>
    public MachineLoad Until(LoadSample later)
    {
        var total = later.Total - Total;
        var foreign = later.Busy - Busy - (later.Own - Own);
        return new MachineLoad(Average, later.Average, total <= 0 ? 0 : Math.Max(0, (double)foreign / total));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
